// HAPI's generic client: follows links; no retry of its own, and its exceptions lack the headers of the answer. So the
// wait is read where HAPI's documents say that every answer passes: in an interceptor.

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.SearchStyleEnum;
import ca.uhn.fhir.rest.client.api.IClientInterceptor;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.gclient.IQuery;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Procedure;

public class Hapi {
  static final FhirContext R4 = FhirContext.forR4();

  public static void main(String[] told) throws Exception {
    String here = told[0];
    IGenericClient client = known(here, told[1]);
    List<String> pages = new ArrayList<>();
    Bundle page = client.search().forResource(Procedure.class).count(5).returnBundle(Bundle.class).execute();
    for (; page != null; page = page.getLink(Bundle.LINK_NEXT) == null ? null : client.loadPage().next(page).execute()) {
      pages.add(ids(page));
    }
    say("pages", "\"ids\":[" + String.join(",", pages) + "]");
    Procedure one = client.read().resource(Procedure.class).withId("ada-mammogram").execute();
    String version = one.getMeta().getVersionId();
    say("read", "\"id\":\"" + one.getIdElement().getIdPart() + "\",\"version\":\"" + version + "\"");
    say("found", "\"ids\":" + ids(wanted(client).execute()));
    for (String token : Arrays.copyOfRange(told, 2, told.length)) {
      IGenericClient waiting = known(here, token);
      Announced announced = new Announced();
      waiting.registerInterceptor(announced);
      for (Bundle found = null; found == null; ) {
        try {
          found = wanted(waiting).execute();
          say("survived", "\"ids\":" + ids(found));
        } catch (BaseServerResponseException error) {
          if (error.getStatusCode() != 429) throw error;
          pass(here, token, announced.seconds);
        }
      }
    }
    say("posted", "\"ids\":" + ids(wanted(client).usingStyle(SearchStyleEnum.POST).execute()));
    CapabilityStatement stated = client.capabilities().ofType(CapabilityStatement.class).execute();
    say("stated", "\"url\":" + stated.getImplementation().getUrl().equals(here + "/fhir"));
  }

  /** A client as it comes: it asks for the CapabilityStatement first, and that it is for R4. */
  static IGenericClient known(String here, String token) {
    IGenericClient client = R4.newRestfulGenericClient(here + "/fhir");
    client.registerInterceptor(new BearerTokenAuthInterceptor(token));
    return client;
  }

  static IQuery<Bundle> wanted(IGenericClient client) {
    return client
        .search()
        .forResource(Procedure.class)
        .where(Procedure.PATIENT.hasId("ada-lovell"))
        .and(Procedure.STATUS.exactly().code("completed"))
        .and(Procedure.DATE.afterOrEquals().day("2024-03-01"))
        .sort()
        .ascending(Procedure.DATE)
        .returnBundle(Bundle.class);
  }

  static class Announced implements IClientInterceptor {
    long seconds;

    @Override
    public void interceptRequest(IHttpRequest request) {}

    @Override
    public void interceptResponse(IHttpResponse answer) {
      if (answer.getStatus() == 429) seconds = Long.parseLong(answer.getHeaders("Retry-After").get(0));
    }
  }

  /** Let so many seconds pass in the time of the session of a token. */
  static void pass(String here, String token, long seconds) throws Exception {
    HttpRequest clock = HttpRequest.newBuilder(URI.create(here + "/_sandbox/session/clock"))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"advance\": " + seconds + "}"))
        .build();
    HttpClient.newHttpClient().send(clock, HttpResponse.BodyHandlers.discarding());
  }

  static String ids(Bundle bundle) {
    return bundle.getEntry().stream()
        .map(entry -> "\"" + entry.getResource().getIdElement().getIdPart() + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  static void say(String step, String found) {
    System.out.println("{\"step\":\"" + step + "\"," + found + "}");
  }
}
