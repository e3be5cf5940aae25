// What do Java's retry libraries do with each scenario? `Retries URL LABEL SCENARIO...`, all at once, in real time.

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.github.resilience4j.core.IntervalBiFunction;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

public class Retries {
  static final HttpClient HTTP = HttpClient.newHttpClient();
  static final Duration MINUTE = Duration.ofSeconds(90);

  static HttpResponse<String> get(String url, String token) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token).build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  static boolean passes(HttpResponse<String> answer) {
    return answer.statusCode() == 429 || answer.statusCode() >= 500;
  }

  static Optional<Duration> announced(HttpResponse<String> answer) {
    return answer.headers().firstValue("Retry-After").flatMap(Retries::duration).filter(wait -> wait.toMillis() > 0);
  }

  static Optional<Duration> duration(String value) {
    if (value.matches("[0-9]+")) return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    try {
      var moment = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(Instant.now(), moment).plusMillis(1));
    } catch (DateTimeParseException error) {
      return Optional.empty();
    }
  }

  static Callable<?> resilience4j(Callable<HttpResponse<String>> ask) {
    var config = RetryConfig.<HttpResponse<String>>custom().retryOnResult(Retries::passes).build();
    return Retry.decorateCallable(Retry.of("as it comes", config), ask);
  }

  static Callable<?> resilience4jSetUp(Callable<HttpResponse<String>> ask) {
    var own = IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(500), 2.0, 0.2, Duration.ofSeconds(30));
    IntervalBiFunction<HttpResponse<String>> waits = (attempt, outcome) -> wait(outcome, own.apply(attempt));
    var config = RetryConfig.<HttpResponse<String>>custom()
        .maxAttempts(25).retryOnResult(Retries::passes).intervalBiFunction(waits).build();
    return Retry.decorateCallable(Retry.of("set up", config), ask);
  }

  static long wait(Either<Throwable, HttpResponse<String>> outcome, long own) {
    if (outcome.isLeft()) return own;
    return announced(outcome.get()).map(Duration::toMillis).orElse(own);
  }

  static Callable<?> failsafe(Callable<HttpResponse<String>> ask) {
    var policy = RetryPolicy.<HttpResponse<String>>builder().handle(Exception.class).handleResultIf(Retries::passes).build();
    return () -> Failsafe.with(policy).get(ask::call);
  }

  static Callable<?> failsafeSetUp(Callable<HttpResponse<String>> ask) {
    var policy = RetryPolicy.<HttpResponse<String>>builder()
        .handle(Exception.class).handleResultIf(Retries::passes).withMaxRetries(25)
        .withDelayFn(context -> {
          var own = Duration.ofMillis(250L << Math.min(context.getAttemptCount(), 7));
          return Optional.ofNullable(context.<HttpResponse<String>>getLastResult()).flatMap(Retries::announced).orElse(own);
        }).build();
    return () -> Failsafe.with(policy).get(ask::call);
  }

  public static void main(String[] told) throws Exception {
    Map<String, Function<Callable<HttpResponse<String>>, Callable<?>>> stacks = new LinkedHashMap<>();
    stacks.put("resilience4j.0", Retries::resilience4j);
    stacks.put("resilience4j.1", Retries::resilience4jSetUp);
    stacks.put("failsafe.0", Retries::failsafe);
    stacks.put("failsafe.1", Retries::failsafeSetUp);
    ExecutorService all = Executors.newCachedThreadPool();
    for (var stack : stacks.entrySet())
      for (var scenario : Arrays.copyOfRange(told, 2, told.length)) {
        var token = "pat_test_" + scenario + "~ada~" + told[1] + "." + stack.getKey();
        all.submit(stack.getValue().apply(() -> get(told[0] + "/fhir/Procedure", token)));
      }
    all.shutdown();
    all.awaitTermination(MINUTE.toSeconds(), TimeUnit.SECONDS);
    System.exit(0);
  }
}
