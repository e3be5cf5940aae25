"""Which codes do the generated charts use? Each concept under a short name of ours.

SNOMED CT concepts carry one term; CPT has no display, for its descriptors belong to the American Medical Association,
and only the code that the vendor's public page names. HCPCS Level II, ICD-10-PCS and ICD-10-CM are free to use.
"""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from dataclasses import dataclass
from typing import Any

SNOMED = "http://snomed.info/sct"
CPT = "http://www.ama-assn.org/go/cpt"
HCPCS = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
PCS = "http://www.cms.gov/Medicare/Coding/ICD10"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
LOINC = "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"


@dataclass(frozen=True, slots=True)
class Code:
    """A concept of a code system, with its display if we may show one."""

    system: str
    code: str
    display: str = ""


def coding(name: str, *, display: bool = True) -> dict[str, str]:
    """Return the Coding of a concept."""
    row = CODES[name]
    found = {"system": row.system, "code": row.code}
    if display and row.display:
        return found | {"display": row.display}
    return found


def concept(names: str, text: str = "", *, display: bool = True) -> dict[str, Any]:
    """Return a CodeableConcept of the concepts that *names* lists, separated by blanks."""
    found: dict[str, Any] = {}
    if names:
        found["coding"] = [coding(name, display=display) for name in names.split()]
    if text:
        return found | {"text": text}
    return found


def term(system: str, code: str, display: str = "") -> dict[str, Any]:
    """Return a CodeableConcept of one of HL7's own code systems."""
    if ":" not in system:
        system = f"{TERMINOLOGY}/{system}"
    found = {"system": system, "code": code}
    if display:
        found["display"] = display
    return {"coding": [found]}


# Columns: our name, then system, code and display.
# fmt: off
CODES: dict[str, Code] = {
    # What is done
    "diagnostic":        Code(SNOMED, "103693007", "Diagnostic procedure"),
    "therapeutic":       Code(SNOMED, "277132007", "Therapeutic procedure"),
    "surgical":          Code(SNOMED, "387713003", "Surgical procedure"),
    "counseling":        Code(SNOMED, "409063005", "Counseling"),
    "ablation":          Code(SNOMED, "18286008", "Catheter ablation of tissue of heart"),
    "angiography":       Code(SNOMED, "33367005", "Coronary angiography"),
    "appendectomy":      Code(SNOMED, "80146002", "Excision of appendix"),
    "assessment":        Code(SNOMED, "710824005", "Assessment of health and social care needs"),
    "breast-biopsy":     Code(SNOMED, "122548005", "Biopsy of breast"),
    "caesarean":         Code(SNOMED, "11466000", "Cesarean section"),
    "cardiac-rehab":     Code(SNOMED, "313395003", "Cardiac rehabilitation"),
    "cardioversion":     Code(SNOMED, "180325003", "Electrical cardioversion"),
    "cataract-removal":  Code(SNOMED, "54885007", "Extraction of cataract"),
    "chemotherapy":      Code(SNOMED, "367336001", "Chemotherapy"),
    "chest-x-ray":       Code(SNOMED, "399208008", "Plain chest X-ray"),
    "cholecystectomy":   Code(SNOMED, "45595009", "Laparoscopic cholecystectomy"),
    "colon-biopsy":      Code(SNOMED, "76164006", "Biopsy of colon"),
    "colonoscopy":       Code(SNOMED, "73761001", "Colonoscopy"),
    "cpr":               Code(SNOMED, "89666000", "Cardiopulmonary resuscitation"),
    "delivery":          Code(SNOMED, "177184002", "Normal delivery procedure"),
    "dental-care":       Code(SNOMED, "225362009", "Dental care"),
    "dental-x-ray":      Code(SNOMED, "241046008", "Dental plain X-ray bitewing"),
    "depression-screen": Code(SNOMED, "171207006", "Depression screening"),
    "dialysis":          Code(SNOMED, "302497006", "Hemodialysis"),
    "dressing":          Code(SNOMED, "18949003", "Change of dressing"),
    "ecg":               Code(SNOMED, "29303009", "Electrocardiographic procedure"),
    "echo":              Code(SNOMED, "40701008", "Echocardiography"),
    "epidural":          Code(SNOMED, "18946005", "Epidural anesthesia"),
    "examination":       Code(SNOMED, "5880005", "Physical examination procedure"),
    "exercise":          Code(SNOMED, "229065009", "Exercise therapy"),
    "extraction":        Code(SNOMED, "55162003", "Tooth extraction"),
    "fetal-heart":       Code(SNOMED, "225158009", "Auscultation of the fetal heart"),
    "foot-examination":  Code(SNOMED, "401191002", "Diabetic foot examination"),
    "fundal-height":     Code(SNOMED, "274804006", "Evaluation of uterine fundal height"),
    "general-anesthesia": Code(SNOMED, "50697003", "General anesthesia"),
    "hip-replacement":   Code(SNOMED, "52734007", "Total replacement of hip"),
    "immobilization":    Code(SNOMED, "274474001", "Bone immobilization"),
    "knee-replacement":  Code(SNOMED, "609588000", "Total knee replacement"),
    "lumpectomy":        Code(SNOMED, "392021009", "Lumpectomy of breast"),
    "mammography":       Code(SNOMED, "24623002", "Screening mammography"),
    "mri":               Code(SNOMED, "113091000", "Magnetic resonance imaging"),
    "oxygen":            Code(SNOMED, "57485005", "Oxygen therapy"),
    "pacemaker":         Code(SNOMED, "307280005", "Implantation of cardiac pacemaker"),
    "pci":               Code(SNOMED, "415070008", "Percutaneous coronary intervention"),
    "physiotherapy":     Code(SNOMED, "91251008", "Physical therapy procedure"),
    "polypectomy":       Code(SNOMED, "82035006", "Polypectomy"),
    "psychotherapy":     Code(SNOMED, "228557008", "Cognitive and behavioral therapy"),
    "reconciliation":    Code(SNOMED, "430193006", "Medication reconciliation"),
    "spirometry":        Code(SNOMED, "127783003", "Spirometry"),
    "stress-test":       Code(SNOMED, "76746007", "Cardiovascular stress testing"),
    "suture":            Code(SNOMED, "288086009", "Suture open wound"),
    "suture-removal":    Code(SNOMED, "30549001", "Removal of suture"),
    "tonsillectomy":     Code(SNOMED, "173422009", "Tonsillectomy"),
    "transfusion":       Code(SNOMED, "116859006", "Transfusion of blood product"),
    "ultrasound":        Code(SNOMED, "16310003", "Diagnostic ultrasonography"),
    "vaccination":       Code(SNOMED, "33879002", "Administration of vaccine to produce active immunity"),
    "x-ray":             Code(SNOMED, "363680008", "Radiographic imaging procedure"),
    # The same, as an insurer knows it
    "cpt-spine-x-ray":   Code(CPT, "72100"),
    "h-ambulance":       Code(HCPCS, "A0429", "Ambulance service, basic life support, emergency transport (bls, "
                                              "emergency)"),
    "h-cardiac-rehab":   Code(HCPCS, "G0422", "Intensive cardiac rehabilitation; with or without continuous ecg "
                                              "monitoring with exercise, per session"),
    "h-colonoscopy":     Code(HCPCS, "G0121", "Colorectal cancer screening; colonoscopy on individual not meeting "
                                              "criteria for high risk"),
    "h-depression":      Code(HCPCS, "G0444", "Annual depression screening, 15 minutes"),
    "h-diabetes":        Code(HCPCS, "G0108", "Diabetes outpatient self-management training services, individual, per "
                                              "30 minutes"),
    "h-flu":             Code(HCPCS, "G0008", "Administration of influenza virus vaccine"),
    "h-pneumococcal":    Code(HCPCS, "G0009", "Administration of pneumococcal vaccine"),
    "h-stimulation":     Code(HCPCS, "G0283", "Electrical stimulation (unattended), to one or more areas for "
                                              "indication(s) other than wound care, as part of a therapy plan of care"),
    "p-appendectomy":    Code(PCS, "0DTJ4ZZ", "Resection of Appendix, Percutaneous Endoscopic Approach"),
    "p-caesarean":       Code(PCS, "10D00Z1", "Extraction of Products of Conception, Low, Open Approach"),
    "p-cardioversion":   Code(PCS, "5A2204Z", "Restoration of Cardiac Rhythm, Single"),
    "p-cataract-left":   Code(PCS, "08RK3JZ", "Replacement of Left Lens with Synthetic Substitute, Percutaneous "
                                              "Approach"),
    "p-cataract-right":  Code(PCS, "08RJ3JZ", "Replacement of Right Lens with Synthetic Substitute, Percutaneous "
                                              "Approach"),
    "p-cholecystectomy": Code(PCS, "0FT44ZZ", "Resection of Gallbladder, Percutaneous Endoscopic Approach"),
    "p-counseling":      Code(PCS, "HZ30ZZZ", "Individual Counseling for Substance Abuse Treatment, Cognitive"),
    "p-delivery":        Code(PCS, "10E0XZZ", "Delivery of Products of Conception, External Approach"),
    "p-dialysis":        Code(PCS, "5A1D70Z", "Performance of Urinary Filtration, Intermittent, Less than 6 Hours Per "
                                              "Day"),
    "p-hip-left":        Code(PCS, "0SRB0J9", "Replacement of Left Hip Joint with Synthetic Substitute, Cemented, Open "
                                              "Approach"),
    "p-hip-right":       Code(PCS, "0SR90J9", "Replacement of Right Hip Joint with Synthetic Substitute, Cemented, "
                                              "Open Approach"),
    "p-knee-left":       Code(PCS, "0SRD0J9", "Replacement of Left Knee Joint with Synthetic Substitute, Cemented, "
                                              "Open Approach"),
    "p-knee-right":      Code(PCS, "0SRC0J9", "Replacement of Right Knee Joint with Synthetic Substitute, Cemented, "
                                              "Open Approach"),
    "p-pci":             Code(PCS, "027034Z", "Dilation of Coronary Artery, One Artery with Drug-eluting Intraluminal "
                                              "Device, Percutaneous Approach"),
    "p-polypectomy":     Code(PCS, "0DBN8ZZ", "Excision of Sigmoid Colon, Via Natural or Artificial Opening "
                                              "Endoscopic"),
    "p-transfusion":     Code(PCS, "30233N1", "Transfusion of Nonautologous Red Blood Cells into Peripheral Vein, "
                                              "Percutaneous Approach"),
    # Why
    "alcoholism":        Code(SNOMED, "7200002", "Alcoholism"),
    "anemia":            Code(SNOMED, "87522002", "Iron deficiency anemia"),
    "appendicitis":      Code(SNOMED, "74400008", "Appendicitis"),
    "asthma":            Code(SNOMED, "195967001", "Asthma"),
    "back-pain":         Code(SNOMED, "279039007", "Low back pain"),
    "breast-cancer":     Code(SNOMED, "254837009", "Malignant neoplasm of breast"),
    "caries":            Code(SNOMED, "80967001", "Dental caries"),
    "cataract":          Code(SNOMED, "193570009", "Cataract"),
    "coronary":          Code(SNOMED, "53741008", "Coronary arteriosclerosis"),
    "depression":        Code(SNOMED, "35489007", "Depressive disorder"),
    "diabetes":          Code(SNOMED, "44054006", "Type 2 diabetes mellitus"),
    "fibrillation":      Code(SNOMED, "49436004", "Atrial fibrillation"),
    "forearm-fracture":  Code(SNOMED, "65966004", "Fracture of forearm"),
    "gallstone":         Code(SNOMED, "235919008", "Gallbladder calculus"),
    "heart-block":       Code(SNOMED, "27885002", "Complete atrioventricular block"),
    "hip-arthrosis":     Code(SNOMED, "239872002", "Osteoarthritis of hip"),
    "kidney-failure":    Code(SNOMED, "46177005", "End-stage renal disease"),
    "knee-arthrosis":    Code(SNOMED, "239873007", "Osteoarthritis of knee"),
    "polyp":             Code(SNOMED, "68496003", "Polyp of colon"),
    "pregnancy":         Code(SNOMED, "72892002", "Normal pregnancy"),
    "C50.911":           Code(ICD, "C50.911", "Malignant neoplasm of unspecified site of right female breast"),
    "D50.9":             Code(ICD, "D50.9", "Iron deficiency anemia, unspecified"),
    "E11.9":             Code(ICD, "E11.9", "Type 2 diabetes mellitus without complications"),
    "F10.20":            Code(ICD, "F10.20", "Alcohol dependence, uncomplicated"),
    "F32.A":             Code(ICD, "F32.A", "Depression, unspecified"),
    "H25.9":             Code(ICD, "H25.9", "Unspecified age-related cataract"),
    "I25.10":            Code(ICD, "I25.10", "Atherosclerotic heart disease of native coronary artery without angina "
                                             "pectoris"),
    "I44.2":             Code(ICD, "I44.2", "Atrioventricular block, complete"),
    "I48.91":            Code(ICD, "I48.91", "Unspecified atrial fibrillation"),
    "J45.909":           Code(ICD, "J45.909", "Unspecified asthma, uncomplicated"),
    "K02.9":             Code(ICD, "K02.9", "Dental caries, unspecified"),
    "K35.80":            Code(ICD, "K35.80", "Unspecified acute appendicitis"),
    "K63.5":             Code(ICD, "K63.5", "Polyp of colon"),
    "K80.20":            Code(ICD, "K80.20", "Calculus of gallbladder without cholecystitis without obstruction"),
    "M16-left":          Code(ICD, "M16.12", "Unilateral primary osteoarthritis, left hip"),
    "M16-right":         Code(ICD, "M16.11", "Unilateral primary osteoarthritis, right hip"),
    "M17-left":          Code(ICD, "M17.12", "Unilateral primary osteoarthritis, left knee"),
    "M17-right":         Code(ICD, "M17.11", "Unilateral primary osteoarthritis, right knee"),
    "M54.50":            Code(ICD, "M54.50", "Low back pain, unspecified"),
    "N18.6":             Code(ICD, "N18.6", "End stage renal disease"),
    "S52.501A":          Code(ICD, "S52.501A", "Unspecified fracture of the lower end of right radius, initial "
                                               "encounter for closed fracture"),
    "S61.411A":          Code(ICD, "S61.411A", "Laceration without foreign body of right hand, initial encounter"),
    "Z12.11":            Code(ICD, "Z12.11", "Encounter for screening for malignant neoplasm of colon"),
    "Z12.31":            Code(ICD, "Z12.31", "Encounter for screening mammogram for malignant neoplasm of breast"),
    "Z23":               Code(ICD, "Z23", "Encounter for immunization"),
    "Z34.90":            Code(ICD, "Z34.90", "Encounter for supervision of normal pregnancy, unspecified, unspecified "
                                             "trimester"),
    # Where on the body
    "appendix":          Code(SNOMED, "66754008", "Appendix structure"),
    "arm":               Code(SNOMED, "368208006", "Left upper arm structure"),
    "breast":            Code(SNOMED, "76752008", "Breast structure"),
    "colon":             Code(SNOMED, "71854001", "Colon structure"),
    "eye-left":          Code(SNOMED, "8966001", "Left eye structure"),
    "eye-right":         Code(SNOMED, "18944008", "Right eye structure"),
    "forearm":           Code(SNOMED, "14975008", "Forearm structure"),
    "gallbladder":       Code(SNOMED, "28231008", "Gallbladder structure"),
    "hand":              Code(SNOMED, "85562004", "Hand structure"),
    "heart":             Code(SNOMED, "80891009", "Heart structure"),
    "hip":               Code(SNOMED, "24136001", "Hip joint structure"),
    "knee-left":         Code(SNOMED, "82169009", "Structure of left knee region"),
    "knee-right":        Code(SNOMED, "6757004", "Structure of right knee region"),
    "sigmoid":           Code(SNOMED, "60184004", "Sigmoid colon structure"),
    "thorax":            Code(SNOMED, "51185008", "Thoracic structure"),
    # By whom
    "anesthesiologist":  Code(SNOMED, "88189002", "Anesthesiologist"),
    "cardiologist":      Code(SNOMED, "17561000", "Cardiologist"),
    "caregiver":         Code(SNOMED, "133932002", "Caregiver"),
    "dentist":           Code(SNOMED, "106289002", "Dentist"),
    "gastroenterologist": Code(SNOMED, "71838004", "Gastroenterologist"),
    "midwife":           Code(SNOMED, "309453006", "Registered midwife"),
    "nurse":             Code(SNOMED, "224535009", "Registered nurse"),
    "obstetrician":      Code(SNOMED, "11935004", "Obstetrician"),
    "oncologist":        Code(SNOMED, "309295000", "Clinical oncologist"),
    "ophthalmologist":   Code(SNOMED, "422234006", "Ophthalmologist"),
    "orthopedist":       Code(SNOMED, "22731001", "Orthopedic surgeon"),
    "paramedic":         Code(SNOMED, "397897005", "Paramedic"),
    "patient":           Code(SNOMED, "116154003", "Patient"),
    "physician":         Code(SNOMED, "309343006", "Physician"),
    "physiotherapist":   Code(SNOMED, "36682004", "Physiotherapist"),
    "psychologist":      Code(SNOMED, "59944000", "Psychologist"),
    "radiologist":       Code(SNOMED, "66862007", "Radiologist"),
    "surgeon":           Code(SNOMED, "304292004", "Surgeon"),
    # How it went
    "contraindicated":   Code(SNOMED, "183932001", "Procedure contraindicated"),
    "low-pressure":      Code(SNOMED, "45007003", "Low blood pressure"),
    "partly":            Code(SNOMED, "385670004", "Partially successful"),
    "refused":           Code(SNOMED, "183944003", "Procedure refused"),
    "successful":        Code(SNOMED, "385669000", "Successful"),
    # Visits
    "admission":         Code(SNOMED, "32485007", "Hospital admission"),
    "check-up":          Code(SNOMED, "185349003", "Encounter for check up"),
    "emergency":         Code(SNOMED, "50849002", "Emergency room admission"),
    "problem":           Code(SNOMED, "185347001", "Encounter for problem"),
    # Things and drugs
    "knee-joint":        Code(SNOMED, "109228008", "Knee joint prosthesis"),
    "pacemaker-device":  Code(SNOMED, "14106009", "Cardiac pacemaker, device"),
    "heparin":           Code(RXNORM, "5224", "heparin"),
    "propofol":          Code(RXNORM, "8782", "propofol"),
    # Findings and papers
    "creatinine":        Code(LOINC, "2160-0", "Creatinine [Mass/volume] in Serum or Plasma"),
    "ejection-fraction": Code(LOINC, "10230-1", "Left ventricular Ejection fraction"),
    "heart-rate":        Code(LOINC, "8867-4", "Heart rate"),
    "hba1c":             Code(LOINC, "4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"),
    "pain":              Code(LOINC, "72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported"),
    "imaging-study":     Code(LOINC, "18748-4", "Diagnostic imaging study"),
    "operation-note":    Code(LOINC, "11504-8", "Surgical operation note"),
    "pathology-study":   Code(LOINC, "11526-1", "Pathology study"),
    "pathology":         Code(LOINC, "LP7839-6", "Pathology"),
    "radiology":         Code(LOINC, "LP29684-5", "Radiology"),
}
# fmt: on
