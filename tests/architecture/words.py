"""Which standard does each of our words come from? The main classes, with the source of the term, or "ours, because".

What each one is stands in the first sentence of its docstring: `docs/design.md` shows both side by side.
"""

import ast

from tests.architecture.code import FILES, name_of, tree

WORDS: dict[str, str] = {
    "Backend": "software architecture: what stands behind an API",
    "ResourceRepository": "the repository pattern; FHIR's resources",
    "Store": "data stores",
    "Resource": "FHIR R4",
    "Problem": "RFC 9457, problem details",
    "Settings": "configuration",
    "Seed": "random number generators",
    "Basis": "ours, because no standard says how a mock knows what it imitates",
    "SearchParameter": "FHIR R4, SearchParameter",
    "SearchType": 'FHIR R4, "search parameter type"',
    "ResultParameters": 'FHIR R4, "search result parameters"',
    "Query": "search engines",
    "Clause": "query languages",
    "Chain": 'FHIR R4, "chaining"',
    "ReverseChain": 'FHIR R4, "reverse chaining" (`_has`)',
    "Include": "FHIR R4, `_include`",
    "SearchEngine": "search engines",
    "Index": "search engines",
    "InvertedIndex": "search engines",
    "Postings": "search engines, posting lists",
    "View": "databases: what of it somebody sees",
    "Page": "paging",
    "SearchWarning": "FHIR R4, an issue of severity warning in the outcome entry",
    "Terminology": "FHIR R4, terminology module",
    "Collector": "ours, because it gathers what all files bring, and keeps each resource once",
    "Document": "loading: one JSON value of a file",
    "Persona": "testing: a made-up user",
    "Scenario": "testing",
    "Preset": "testing: a scenario with a name",
    "TimelinePhase": "project plans: a phase of a timeline",
    "Step": "testing: one step of a plan",
    "Fault": "fault injection",
    "CannedError": "testing: a canned response",
    "RetryAfterFormat": "RFC 9110, Retry-After",
    "ScenarioState": "state machines",
    "Decision": "ours, because it is the scenario's word on one request: an error, a fault, or data",
    "Session": "HTTP applications",
    "Clock": "testing: a clock that can be frozen",
    "Journal": "mock servers: the request journal",
    "Entry": "mock servers: an entry of the journal",
    "MagicToken": "testing: a magic value, which needs no call",
    "Client": "RFC 6749, client",
    "AuthorizationRequest": "RFC 6749, authorization request",
    "AuthorizationServer": "RFC 6749, authorization server",
    "Consent": "RFC 6749 and the service: what the resource owner has granted",
    "ConsentStore": "data stores",
    "Stores": "data stores",
    "TokenResponse": "RFC 6749, access token response",
    "OAuthError": "RFC 6749, error response",
    "JwtSigner": "RFC 7519",
    "WebhookEvent": "webhooks",
    "SignedRequest": "webhooks",
    "Delivery": "webhooks",
    "Outbox": "the transactional outbox pattern",
    "WebhookSender": "webhooks",
    "VerdictInput": "ours, because it is all that a verdict is based on",
    "Retry": "RFC 9110: an automatic retry",
    "Rule": "linters",
    "Finding": "linters and audits",
    "Policy": "linters: which rules count",
    "Verdict": "ours, because a client is judged",
    "Timeline": "charts",
    "SuiteRow": "conformance suites: a case with a stable id",
    "Condition": "test coverage: what is to be met",
    "CertifyOptions": "command lines",
    "Ending": "POSIX: how a process ended",
    "Processes": "POSIX: process groups",
    "Drift": "clocks",
    "Exploration": "property-based testing",
    "RowResult": "conformance suites: the result of a case",
    "CertifyRun": "conformance suites: a run",
    "Application": "WSGI and ASGI: what a server serves",
    "Connection": "RFC 9110",
    "Connections": "RFC 9110",
    "RequestStream": "RFC 9112: the requests of one connection",
    "Request": "RFC 9110",
    "Response": "RFC 9110",
    "RawResponse": "ours, because its bytes are ready to be sent",
    "FaultInjection": "fault injection",
    "LongPoll": "HTTP long polling",
    "LongPolls": "HTTP long polling",
    "People": "ours, because they are whom a person can say to be",
    "Route": "web frameworks",
    "Mount": "web frameworks: an application below a path",
    "Violation": "linters",
    "Issue": "FHIR R4, OperationOutcome.issue",
    "CheckRule": "linters",
    "ReferenceIndex": "search engines; FHIR's references",
    "Pathway": "medicine: a clinical pathway",
    "Activity": "FHIR R4, CarePlan.activity",
    "Chart": "medicine: a patient's chart",
}


def rows() -> list[tuple[str, str, str, str]]:
    """Return for each word: class, module, what it is, source of the term; in the order of the modules."""
    found = []
    for file in FILES:
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.ClassDef) and node.name in WORDS:
                says = (ast.get_docstring(node) or "").splitlines()[0].partition(": ")[0].rstrip(".:;")
                found.append((f"`{node.name}`", f"`{name_of(file)}`", says, WORDS[node.name]))
    return found
