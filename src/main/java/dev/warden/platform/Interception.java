package dev.warden.platform;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Answers some methods of an interface itself and passes the others on to another object. */
@FunctionalInterface
interface Interception {

    /** Answers a call; uses {@link #pass} for methods that it does not handle. */
    Object call(Method method, Object[] arguments) throws Throwable;

    /** A proxy whose methods an interception answers, except {@code equals} and {@code hashCode}. */
    static <T> T of(Class<T> type, Interception interception) {
        return type.cast(Proxy.newProxyInstance(Interception.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> interception.call(method, arguments);
                }));
    }

    /** Calls the method on the target and rethrows its exceptions unwrapped. */
    static Object pass(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
