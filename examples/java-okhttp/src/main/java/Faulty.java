import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Fetches a patient's Procedures, with the retry interceptor that is copied most often: three more attempts, at once,
 * whatever the answer was.
 *
 * <p>What is wrong with it: the announced wait is not read, a 422 and a 401 are retried, and a first sync takes longer
 * than four requests.
 */
public final class Faulty {
  static Response retried(Interceptor.Chain chain) throws IOException {
    Response answer = chain.proceed(chain.request());
    for (int attempt = 0; !answer.isSuccessful() && attempt < 3; attempt++) {
      answer.close();
      answer = chain.proceed(chain.request());
    }
    return answer;
  }

  public static void main(String[] arguments) throws IOException {
    OkHttpClient client = new OkHttpClient.Builder().addInterceptor(Faulty::retried).build();
    Request request = new Request.Builder()
        .url(System.getenv("FHIR_BASE_URL") + "/Procedure?_count=50")
        .header("Authorization", "Bearer " + System.getenv("ACCESS_TOKEN"))
        .build();
    try (Response answer = client.newCall(request).execute()) {
      if (!answer.isSuccessful()) {
        System.err.println("no data");
        System.exit(1);
      }
      System.out.println(new ObjectMapper().readTree(answer.body().string()).path("entry").size() + " procedures");
    }
    System.exit(0); // OkHttp's threads would keep the program for a minute
  }
}
