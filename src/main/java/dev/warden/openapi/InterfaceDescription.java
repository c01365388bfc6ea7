package dev.warden.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Completes the OpenAPI description with what applies to every operation: its contract, the errors of the guards and of
 * the bearer token filter, the constraints on members of bodies. The build fails if texts and resources do not match.
 */
public class InterfaceDescription implements OASFilter {

    private static final String JSON = "application/json";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Set<String> refusals = api.getComponents().getResponses().keySet();
        MessageSchemas schemas = new MessageSchemas(api.getComponents().getSchemas());
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations().forEach((verb, operation) -> {
            if (operation.getOperationId() == null || operation.getSummary() == null) {
                throw new IllegalStateException(verb + " " + path + " lacks its resource or its words in openapi.yaml");
            }
            complete(operation, ResourceMethod.of(operation.getOperationId()), refusals, schemas);
        }));
        schemas.describeAnswers();
        api.setPaths(asClientsSeeThem(api.getPaths()));
    }

    /** The scanner does not know the paths of applications; only that of contract users is visible to clients. */
    private static Paths asClientsSeeThem(Paths scanned) {
        Paths paths = OASFactory.createPaths();
        scanned.getPathItems().forEach((path, item) ->
                paths.addPathItem(path.startsWith("/users/") ? "/api" + path : path, item));
        return paths;
    }

    private static void complete(Operation operation, ResourceMethod resource, Set<String> refusals,
            MessageSchemas schemas) {
        operation.operationId(resource.contract() + capital(resource.method().getName()))
                .tags(List.of(resource.contract()))
                // Headers and cookies that browsers send by themselves.
                .parameters(null);
        Map<String, APIResponse> responses = new TreeMap<>(operation.getResponses().getAPIResponses());
        resource.body().ifPresent(body -> {
            complete(operation.getRequestBody(), resource.needsBody());
            schemas.describeRequest(body);
            responses.put("408", refusal(resource, "TooSlow", refusals));
        });
        resource.authenticated().ifPresent(profile -> {
            operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(profile));
            responses.put("401", refusal(resource, "NoToken", refusals));
            // If it cannot be determined in time which sessions are revoked.
            responses.put("503", refusal(resource, "Busy", refusals));
        });
        // Headers are read even where nobody reads a body.
        responses.putIfAbsent("400", refusal(resource, resource.body().isPresent() ? "Invalid" : "Unreadable",
                refusals));
        responses.put("406", refusal(resource, "NotAcceptable", refusals));
        responses.put("413", refusal(resource, "TooLarge", refusals));
        responses.put("415", refusal(resource, "NotJson", refusals));
        operation.getResponses().setAPIResponses(responses);
    }

    /** A body that a resource declares as any type and reads as JSON is described as JSON. */
    private static void complete(RequestBody body, boolean isNeeded) {
        Map<String, MediaType> content = body.getContent().getMediaTypes();
        MediaType json = content.get(JSON);
        if (json.getSchema() == null) {
            json.setSchema(content.get("*/*").getSchema());
        }
        body.required(isNeeded).getContent().setMediaTypes(Map.of(JSON, json));
    }

    /** The contract's own error format, or a problem detail if it has none. */
    private static APIResponse refusal(ResourceMethod resource, String name, Set<String> refusals) {
        String own = capital(resource.contract()) + name;
        return OASFactory.createAPIResponse().ref(refusals.contains(own) ? own : "Problem" + name);
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
