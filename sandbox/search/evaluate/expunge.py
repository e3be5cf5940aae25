"""What is left when a patient's data is expunged? Everything that is not the patient's own."""

from collections.abc import Collection

from sandbox.search import ParseOptions, SearchEngine, Visible


def without(patients: Collection[str], visible: Visible | None, engine: SearchEngine, options: ParseOptions) -> Visible:
    """Return what is *visible* (None is everything) without what belongs to *patients*.

    Who sees one patient sees the others' and the shared resources only through that patient's own.
    """
    found: Visible = {}
    compartments = [engine.visible(patient, options.bases) for patient in patients]
    for type_, index in engine.indexes.items():
        numbers = index.all if visible is None else visible.get(type_, index.all - index.all)
        for compartment in compartments:
            own = compartment.get(type_, numbers - numbers)
            numbers = numbers - (own if visible is not None or type_ == "Patient" else own & index.owners.present)
        found[type_] = numbers
    return found
