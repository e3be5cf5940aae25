// What does HAPI's validator say of the resources in NDJSON files? A line of JSON for each message of weight error, and
// at the end one with the number of resources. Codes that no server could look up offline are left aside.
//
// Arguments: files; `--package FOLDER` adds the profiles in the folder of an unpacked package, such as US Core.

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

public class Validate {
  static final FhirContext R4 = FhirContext.forR4();

  public static void main(String[] told) throws Exception {
    List<Path> files = new ArrayList<>();
    PrePopulatedValidationSupport profiles = new PrePopulatedValidationSupport(R4);
    for (int at = 0; at < told.length; at++) {
      if (told[at].equals("--package")) add(profiles, Path.of(told[++at]));
      else files.add(Path.of(told[at]));
    }
    FhirValidator validator = validator(profiles);
    int resources = 0;
    for (Path file : files) {
      List<String> lines = Files.readAllLines(file);
      resources += lines.size();
      IntStream.range(0, lines.size()).parallel().forEach(at -> validate(validator, file, at + 1, lines.get(at)));
    }
    System.out.println("{\"resources\":" + resources + "}");
  }

  static void add(PrePopulatedValidationSupport profiles, Path folder) throws Exception {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{StructureDefinition,ValueSet,CodeSystem}-*")) {
      for (Path file : files) {
        profiles.addResource((IBaseResource) R4.newJsonParser().parseResource(Files.readString(file)));
      }
    }
  }

  static FhirValidator validator(PrePopulatedValidationSupport profiles) {
    UnknownCodeSystemWarningValidationSupport unknown = new UnknownCodeSystemWarningValidationSupport(R4);
    unknown.setNonExistentCodeSystemSeverity(
        ca.uhn.fhir.context.support.IValidationSupport.IssueSeverity.WARNING);
    ValidationSupportChain chain =
        new ValidationSupportChain(
            new DefaultProfileValidationSupport(R4),
            profiles,
            new CommonCodeSystemsTerminologyService(R4),
            new InMemoryTerminologyServerValidationSupport(R4),
            new SnapshotGeneratingValidationSupport(R4),
            unknown);
    FhirInstanceValidator module = new FhirInstanceValidator(chain);
    module.setAnyExtensionsAllowed(true);
    module.setErrorForUnknownProfiles(false);
    module.setNoExtensibleWarnings(true);
    module.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
    return R4.newValidator().registerValidatorModule(module);
  }

  static void validate(FhirValidator validator, Path file, int number, String line) {
    List<SingleValidationMessage> messages;
    try {
      messages = validator.validateWithResult(line).getMessages();
    } catch (RuntimeException fault) {  // a shape that its reader is not prepared for: a null among the texts of a list
      messages = List.of(unreadable(fault));
    }
    for (SingleValidationMessage found : messages) {
      if (found.getSeverity().ordinal() < ResultSeverityEnum.ERROR.ordinal()) continue;
      String id = found.getMessageId() == null ? "" : found.getMessageId();
      System.out.println(
          "{\"file\":" + quoted(file.getFileName().toString()) + ",\"line\":" + number + ",\"id\":" + quoted(id)
              + ",\"where\":" + quoted(String.valueOf(found.getLocationString()))
              + ",\"says\":" + quoted(found.getMessage()) + "}");
    }
  }

  static SingleValidationMessage unreadable(RuntimeException fault) {
    SingleValidationMessage message = new SingleValidationMessage();
    message.setSeverity(ResultSeverityEnum.ERROR);
    message.setMessageId("Unreadable");
    message.setMessage(String.valueOf(fault.getMessage()));
    return message;
  }

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ").replace("\t", " ") + "\"";
  }
}
