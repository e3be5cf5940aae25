"""What does the specification itself work out? Rows of queries and ids, ` ~ ` between queries that mean the same."""

SYSTEMS = {
    "sct": "http://snomed.info/sct",
    "cpt": "http://www.ama-assn.org/go/cpt",
    "v2-0203": "http://terminology.hl7.org/CodeSystem/v2-0203",
    "evs": "http://hl7.org/fhir/event-status",
}

FOUND = r"""
code=80146002                                            -> PA PD PG
code=sct|80146002                                        -> PA PG
code=|80146002                                           -> PD
code=sct|                                                -> PA PB PF PG
code=sct|80146002,cpt|33249                              -> PA PB PG
code=sct|1010&code=cpt|33249                             -> PB
code=cpt|1010 ~ code=8014 ~ code=Ambulation              -> none
code:text=ambul                                          -> PC
code:text=append ~ code:text=excision                    -> PA
code:text=80146002                                       -> none
code:not=80146002                                        -> PB PC PE PF
code:not=sct|80146002                                    -> PB PC PD PE PF
code:not=cpt|33249                                       -> PA PC PD PE PF PG
code:missing=true                                        -> PE
code:missing=false                                       -> PA PB PC PD PF PG
category:missing=true                                    -> PB PC PD PE PF PG
status=completed ~ status=evs|completed                  -> PA PD PE PF PG
status=|completed ~ status=urn:x|completed ~ status=Completed ~ status=complete -> none
status=completed,not-done                                -> PA PC PD PE PF PG
status=completed&status=not-done                         -> none
status:not=completed,not-done                            -> PB
identifier=urn:oid:1.2.36.7|AbC-9 ~ identifier=AbC-9 ~ identifier=urn:oid:1.2.36.7| -> PA
identifier=|55 ~ identifier=55                           -> PB
identifier=|AbC-9                                        -> none
identifier:of-type=v2-0203|PLAC|AbC-9                    -> PA
identifier:of-type=v2-0203|MR|AbC-9                      -> none
identifier:text=case                                     -> PA
identifier:text=AbC                                      -> none
reason-code=sct|74400008                                 -> PA
_tag=needs-review ~ _tag=http://acme.test/tags|needs-review -> PB
_id=PA,PB                                                -> PA PB
_id=pa ~ _id=PA&_id=PB                                   -> none
code:below=sct|80146002 ~ code:above=sct|80146002        -> PA PG
patient.family=carreno ~ patient.family=quinones         -> PA PB PG
patient.family=ones ~ patient.family:exact=Carreno Quiñones -> none
patient.family:contains=ONES ~ patient.family:exact=Carreño Quiñones ~ patient.name=eve,zed -> PA PB PG
patient.family=nunez                                     -> PF
Patient?family=nunez                                     -> 2
date=2019-03-26                                          -> PA
date=2019-03                                             -> PA PF PG
date=2019                                                -> PA PD PF PG
date=ne2019-03                                           -> PB PD
date=ne2019-03-26 ~ date=lt2019-03-26                    -> PB PD PF PG
date=gt2019-03-26                                        -> PB PD PG
date=ge2019-03-26                                        -> PA PB PD PG
date=le2019-03-26                                        -> PA PB PD PF PG
date=le2019-03-25                                        -> PB PD PF PG
date=le2019-03-20                                        -> PD PG
date=ge2020                                              -> PB
date=sa2019-03-19                                        -> PA PB PF
date=sa2019-03-20                                        -> PA
date=eb2019-04                                           -> PA PF PG
date=eb2019-03-27                                        -> PA PF
date=ge2019-03-20&date=le2019-03-21                      -> PB PD PF PG
date=ge2019-03-26&date=lt2019-03-27                      -> PA PB PD PG
date=lt2019-03-20,gt2019-12-30 ~ date=ge2019-12-30,lt2019-03-20 -> PB PD PG
date=2019-03-26T19:55:26Z ~ date=2019-03-26T12:55:26-07:00 ~ date=2019-03-26T19:55Z -> PA
date=2019-03-26T19:55:26.000Z                            -> none
date=ge2019-03-26T19:55:26Z                              -> PA PB PD PG
date=gt2019-03-26T19:55:26Z                              -> PB PD PG
date=lt2019-03-26T19:55:26Z                              -> PB PD PF PG
date:missing=true                                        -> PC PE
date:missing=false                                       -> PA PB PD PF PG
patient=1 ~ patient=Patient/1 ~ patient=http://m.test/fhir/Patient/1 -> PA PB PG
patient=http://other.test/fhir/Patient/1                 -> PD
subject=Patient/1 ~ subject:Patient=1                    -> PA PB PG
subject=Group/1 ~ subject:Group=1                        -> PC
patient=Group/1 ~ patient=77 ~ patient=999 ~ patient=Device/1 ~ subject=#p -> none
patient:identifier=urn:mrn|77                            -> PE
patient.identifier=urn:mrn|77                            -> PA PB PG
patient:missing=true                                     -> PC
subject:missing=true                                     -> none
performer=Practitioner/10                                -> PA
performer:Organization=10                                -> PB
performer:missing=true                                   -> PC PD PE PF PG
part-of=PA ~ part-of=Procedure/PA                        -> PB
part-of:below=PA                                         -> PB
reason-reference=Condition/5 ~ reason-reference=5 ~ reason-reference=Condition/5/_history/2 -> PF
reason-reference=Condition/5/_history/3                  -> none
location=42                                              -> PA
location:below=42 ~ location:above=43                    -> PA PB
encounter=Encounter/20,Encounter/21                      -> PA
instantiates-canonical=http://ex.test/PlanDefinition/pd|1.1 -> PE
instantiates-canonical=http://ex.test/PlanDefinition/pd|1.0 -> none
instantiates-canonical=http://ex.test/PlanDefinition/pd   -> none
instantiates-canonical:below=http://ex.test/PlanDefinition/pd -> PE
instantiates-canonical:below=http://ex.test/PlanDefinition/pd|1 -> PE
instantiates-canonical:below=http://ex.test/PlanDefinition/pd|2 -> none
instantiates-uri=http://ex.test/proto/1                  -> PE
instantiates-uri=http://ex.test/PROTO/1 ~ instantiates-uri=http://ex.test/proto -> none
instantiates-uri:below=http://ex.test/proto              -> PE
instantiates-uri:above=http://ex.test/proto/1/v2         -> PE
instantiates-uri=urn:oid:1.2.3                           -> PG
subject.name=eve                                         -> PA PB PG
patient.gender:not=male                                  -> PA PB PF PG
patient.gender:missing=true                              -> PF
patient._id=1                                            -> PA PB PG
part-of:Procedure.performer:Practitioner.name=joe        -> PB
part-of.performer.name=joe                               -> PB
performer:Practitioner.name=joe&performer:Organization.name=hart -> none
performer.name=hart                                      -> PA PB
reason-reference.subject:Patient.family=carreno          -> PF
_has:Provenance:target:agent=Practitioner/10             -> PA
_has:Procedure:part-of:status=in-progress                -> PA
_has:Procedure:part-of:status=completed                  -> none
_has:Provenance:target:agent.name=joe                    -> PA
_has:Provenance:target:_id=v2                            -> PA
Patient?_has:Procedure:patient:_has:Provenance:target:agent=Practitioner/10 -> 1
patient._has:Procedure:patient:status=in-progress        -> PA PB PG
code= ~ code:not= ~ code=,                               -> PA PB PC PD PE PF PG
_filter=status eq completed and date ge 2019-03-26       -> PA PD PG
_filter=code pr false or status eq not-done              -> PC PE
_filter=not(status eq completed)                         -> PB PC
_filter=status eq in-progress or status eq completed and code eq 80146002 -> PA PD PG
_filter=code ne 33249                                    -> PA PB PD PF PG
_filter=patient re Patient/1                             -> PA PB PG
_filter=patient.family eq nunez                          -> PF
_filter=patient[gender eq female].family eq "carreño quiñones" -> PA PB PG
_filter=code eq snomed|80146002                          -> PA PG
_filter=identifier eq abc-9                              -> PA
_list=nope                                               -> none
_content=appendix ~ _content=removal excision ~ _content=nothing OR "appendix removal" -> PA
_content=(appendix OR review) AND excision               -> PA
_text=appendix                                           -> none
"""

ORDERED = """
_sort=date               -> PD PG PB PF PA PC PE
_sort=-date              -> PB PD PG PA PF PC PE
_sort=status,-date ~ _sort=status&_sort=-date -> PD PG PA PF PE PB PC
_sort=-_id               -> PG PF PE PD PC PB PA
"""

COMPANY = """
_id=PA&_include=Procedure:patient&_include=Procedure:performer -> Patient/1 Practitioner/10
_id=PB&_include=Procedure:part-of&_include:iterate=Procedure:performer -> Procedure/PA Organization/10 Practitioner/10
_id=PB&_include=Procedure:part-of&_include=Procedure:performer -> Procedure/PA Organization/10
_id=PA,PB&_include=Procedure:part-of -> none
_id=PA&_revinclude=Provenance:target -> Provenance/v1 Provenance/v2
_id=PD&_include=Procedure:patient -> none
_id=PB&_include=Procedure:performer:Practitioner -> none
_id=PA&_include=Observation:subject -> none
"""

REFUSED = r"""
code=|
code=sct|80146002|x
code=a\b
code:nonsense=1
code:Text=x
status:NOT=completed
code:of-type=a|b|c
identifier:of-type=PLAC|AbC-9
status:text=comp
_id=|PA
subject=1
performer=10
subject:Device=1
subject:patient=1
subject:Patient=Group/1
patient=Patient/
patient=a b
patient=Nope/1
date=2019-13-01
date=2019-02-30
date=23 May 2009
date=ge
date:exact=2019
date=2019-03-26T12
instantiates-canonical:identifier=x
instantiates-uri:below=urn:oid:1.2
code:in=ValueSet/nope
code:missing=maybe
nonsense=1
recorder=Practitioner/1
patient:identifier.name=x
patient.active=garbage
_has:Observation:code=1
_filter=code eq
_filter=nonsense eq 1
_filter=patient eq Patient/1
_list=$current-problems
_include=Procedure:patient,Procedure:performer
_include=Procedure:nonsense
_sort=zzz
performer:below=Practitioner/10|x
based-on:below=1
"""
