package dev.warden.platform;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Our answer to some of an interface's methods, in front of another's to the rest. */
@FunctionalInterface
interface Interception {

    /** Answers a call, by {@link #pass} for what is not ours. */
    Object call(Method method, Object[] arguments) throws Throwable;

    /** An object whose methods are answered by an interception, but for {@code equals} and {@code hashCode}. */
    static <T> T of(Class<T> type, Interception interception) {
        return type.cast(Proxy.newProxyInstance(Interception.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> interception.call(method, arguments);
                }));
    }

    /** What another answers; what it throws is thrown as it is. */
    static Object pass(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
