import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Fetches a patient's Procedures, page by page, with retries that a FHIR server can live with.
 *
 * <ul>
 *   <li>An announced wait (Retry-After as seconds or as a date, else X-Retry-After) is waited out; without one that can
 *       be obeyed the delay is the client's own and doubles, with some jitter.
 *   <li>What waiting cannot cure (401, 403, 404, 422 and other 4xx) ends it at once.
 *   <li>Lost connections, server errors and broken bodies are tried again a few times only.
 *   <li>A budget of time bounds everything: a wait that does not fit into it is not begun.
 * </ul>
 */
public final class Repaired {
  private static final Duration BUDGET = Duration.ofSeconds(90); // for all of it: a first sync takes a minute
  private static final int FAILURES = 5; // answers in a row that failed by the server's or the network's fault
  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant DEADLINE = Instant.now().plus(BUDGET);
  // OkHttp repeats a 408 and a 503 by itself only where the wait is 0, and a lost connection at once: not here.
  private static final OkHttpClient CLIENT =
      new OkHttpClient.Builder().retryOnConnectionFailure(false).callTimeout(Duration.ofSeconds(10)).build();

  /** What came of one attempt: a Bundle, or why there is none. */
  private record Attempt(JsonNode bundle, Duration pause, boolean failed, String why) {}

  /** The announced wait, null if there is none that can be obeyed. */
  private static Duration announced(Headers headers) {
    for (String name : List.of("Retry-After", "X-Retry-After")) {
      String value = headers.get(name);
      if (value != null && value.matches("\\d{1,9}")) {
        return value.matches("0+") ? null : Duration.ofSeconds(Long.parseLong(value)); // 0 is no licence for a loop
      }
      Date moment = headers.getDate(name);
      Date now = headers.getDate("Date");
      if (moment != null && now != null && moment.after(now)) {
        return Duration.between(now.toInstant(), moment.toInstant());
      }
    }
    return null;
  }

  private static Attempt ask(String address) {
    Request request = new Request.Builder()
        .url(address)
        .header("Authorization", "Bearer " + System.getenv("ACCESS_TOKEN"))
        .build();
    try (Response answer = CLIENT.newCall(request).execute()) {
      String body = answer.body().string();
      if (answer.isSuccessful()) {
        return new Attempt(JSON.readTree(body), null, false, "");
      }
      if (answer.code() != 429 && answer.code() < 500) {
        giveUp(answer.code() + ": " + body);
      }
      return new Attempt(null, announced(answer.headers()), answer.code() >= 500, String.valueOf(answer.code()));
    } catch (JsonProcessingException error) {
      return new Attempt(null, null, true, "the body is not JSON");
    } catch (IOException error) {
      return new Attempt(null, null, true, error.toString());
    }
  }

  private static JsonNode get(String address) throws InterruptedException {
    Duration delay = FIRST_DELAY;
    int failures = 0;
    while (true) {
      Attempt attempt = ask(address);
      if (attempt.bundle() != null) {
        return attempt.bundle();
      }
      failures += attempt.failed() ? 1 : 0;
      if (failures == FAILURES) {
        giveUp(failures + " failures, the last: " + attempt.why());
      }
      Duration wait = attempt.pause();
      if (wait == null) {
        wait = Duration.ofMillis((long) (delay.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
        delay = delay.multipliedBy(2).compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay.multipliedBy(2);
      }
      if (Instant.now().plus(wait).isAfter(DEADLINE)) {
        giveUp(attempt.why() + ", and a wait of " + wait + " does not fit into " + BUDGET);
      }
      Thread.sleep(wait.toMillis());
    }
  }

  private static void giveUp(String why) {
    System.err.println("gave up: " + why);
    System.exit(1);
  }

  public static void main(String[] arguments) throws InterruptedException {
    int count = 0;
    String address = System.getenv("FHIR_BASE_URL") + "/Procedure?_count=50";
    while (address != null) {
      JsonNode page = get(address);
      count += page.path("entry").size();
      address = null;
      for (JsonNode link : page.path("link")) {
        address = link.path("relation").asText().equals("next") ? link.path("url").asText() : address;
      }
    }
    System.out.println(count + " procedures");
    System.exit(0); // OkHttp's threads would keep the program for a minute
  }
}
