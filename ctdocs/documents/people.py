"""The fields of a person, the same on every form."""

from __future__ import annotations

from ctdocs.documents.schema import FieldSpec, PersonSpec, Rows, Words


def person_rows(spec: PersonSpec) -> Rows:
    """Name, address, postcode, telephone numbers and e-mail. Labels as in the source form (Appendix B, Q2 and Q3)."""

    def made(name: str, label: str, cy: str, *, kind: str = "text", lines: int = 1, need: bool = False) -> FieldSpec:
        return FieldSpec.model_validate(
            {
                "id": f"{spec.id}.{name}",
                "label": Words(en=label, cy=cy),
                "kind": kind,
                "lines": lines,
                "required": need and spec.required,
                "required_if": spec.required_if if need else None,
            }
        )

    return (
        (made("name", "Name", "Enw", need=True),),
        (made("address", "Address", "Cyfeiriad", kind="multiline", lines=3, need=True),),
        (made("postcode", "Postcode", "Cod post", kind="postcode"),),
        (made("daytime_phone", "Daytime No", "Rhif yn ystod y dydd", kind="phone", need=True),),
        (made("mobile_phone", "Mobile No", "Rhif symudol", kind="phone"),),
        (made("email", "E-mail", "E-bost", kind="email"),),
    )
