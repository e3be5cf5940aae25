// There is no SMART client for Java that is kept up. So this is what one would build it from: Nimbus for OAuth, JOSE and
// discovery, and HAPI with the token that came of it.

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.*;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import org.hl7.fhir.r4.model.Patient;

public class Smart {
  static final ClientID APP = new ClientID("pk_test_java");
  static final URI BACK = URI.create("http://localhost:3000/callback");

  public static void main(String[] told) throws Exception {
    String here = told[0];
    Issuer issuer = new Issuer(here);
    URI tokens = AuthorizationServerMetadata.resolve(issuer).getTokenEndpointURI();
    say("discovered", "\"oidc\":" + OIDCProviderMetadata.resolve(issuer).getTokenEndpointURI().equals(tokens));

    String smart = get(URI.create(here + "/fhir/.well-known/smart-configuration")).getBody();
    AuthorizationServerMetadata doors = AuthorizationServerMetadata.parse(smart);
    CodeVerifier verifier = new CodeVerifier();
    AuthorizationRequest wanted = new AuthorizationRequest.Builder(ResponseType.CODE, APP)
        .endpointURI(doors.getAuthorizationEndpointURI())
        .redirectionURI(BACK)
        .scope(new Scope("launch/patient", "patient/*.read", "offline_access"))
        .state(new State("s-1"))
        .codeChallenge(verifier, CodeChallengeMethod.S256)
        .customParameter("aud", here + "/fhir")
        .build();
    AuthorizationResponse agreed = AuthorizationResponse.parse(get(wanted.toURI()).getLocation());
    AuthorizationCode code = agreed.toSuccessResponse().getAuthorizationCode();
    say("agreed", "\"state\":\"" + agreed.getState() + "\"");

    AuthorizationCodeGrant grant = new AuthorizationCodeGrant(code, BACK, verifier);
    AccessTokenResponse granted = ask(new TokenRequest.Builder(doors.getTokenEndpointURI(), APP, grant).build());
    String patient = (String) granted.getCustomParameters().get("patient");
    String token = granted.getTokens().getAccessToken().getValue();
    JWTClaimsSet claims = verified(doors, token);
    boolean own = claims.getIssuer().equals(doors.getIssuer().getValue());
    say("granted", "\"patient\":\"" + patient + "\",\"verified\":" + own);
    say("read", "\"id\":\"" + read(here, token, patient) + "\"");

    RefreshToken refresh = granted.getTokens().getRefreshToken();
    ClientSecretBasic keys = new ClientSecretBasic(APP, new Secret("sk_test_java"));
    TokenRequest again = new TokenRequest.Builder(doors.getTokenEndpointURI(), keys, new RefreshTokenGrant(refresh)).build();
    String renewed = ask(again).getTokens().getAccessToken().getValue();
    say("refreshed", "\"id\":\"" + read(here, renewed, patient) + "\",\"new\":" + !renewed.equals(token));
    TokenErrorResponse refused = TokenResponse.parse(again.toHTTPRequest().send()).toErrorResponse();
    say("replayed", "\"error\":\"" + refused.getErrorObject().getCode() + "\"");
  }

  static HTTPResponse get(URI address) throws Exception {
    HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, address);
    request.setFollowRedirects(false);
    return request.send();
  }

  static AccessTokenResponse ask(TokenRequest request) throws Exception {
    return TokenResponse.parse(request.toHTTPRequest().send()).toSuccessResponse();
  }

  /** The claims of a token whose signature is that of the published key. */
  static JWTClaimsSet verified(AuthorizationServerMetadata doors, String token) throws Exception {
    JWKSource<SecurityContext> published = JWKSourceBuilder.create(doors.getJWKSetURI().toURL()).build();
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, published));
    return processor.process(token, null);
  }

  static String read(String here, String token, String patient) {
    IGenericClient client = FhirContext.forR4Cached().newRestfulGenericClient(here + "/fhir");
    client.registerInterceptor(new BearerTokenAuthInterceptor(token));
    return client.read().resource(Patient.class).withId(patient).execute().getIdElement().getIdPart();
  }

  static void say(String step, String found) {
    System.out.println("{\"step\":\"" + step + "\"," + found + "}");
  }
}
