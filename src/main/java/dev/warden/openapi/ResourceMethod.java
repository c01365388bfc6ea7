package dev.warden.openapi;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Optional;

import dev.warden.security.Authenticated;
import dev.warden.security.OptionalBody;

/** The resource method of an operation. */
record ResourceMethod(Method method) {

    /** @param operationId the scanner's: name of the class, underscore, name of the method */
    static ResourceMethod of(String operationId) {
        int end = operationId.lastIndexOf('_');
        try {
            Class<?> type = Class.forName(operationId.substring(0, end), false, ResourceMethod.class.getClassLoader());
            return Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.getName().equals(operationId.substring(end + 1)))
                    .findFirst().map(ResourceMethod::new).orElseThrow();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(operationId, e);
        }
    }

    /** The last name of its package, for example {@code users}. */
    String contract() {
        String name = method.getDeclaringClass().getPackageName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The token profile that it requires. */
    Optional<String> authenticated() {
        return Optional.ofNullable(method.getAnnotation(Authenticated.class))
                .or(() -> Optional.ofNullable(method.getDeclaringClass().getAnnotation(Authenticated.class)))
                .map(Authenticated::value);
    }

    /** The record that its body is bound to. */
    Optional<Class<?>> body() {
        return bodyParameter().map(Parameter::getType);
    }

    boolean needsBody() {
        return bodyParameter().filter(body -> !body.isAnnotationPresent(OptionalBody.class)).isPresent();
    }

    private Optional<Parameter> bodyParameter() {
        return Arrays.stream(method.getParameters()).filter(parameter -> parameter.getType().isRecord()).findFirst();
    }
}
