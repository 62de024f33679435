"""What stands in for a verification at the stage of the proposal: nothing was delivered, and nothing is said to be checked."""

from __future__ import annotations

from chukan.project.project import Project
from chukan.verification.assemble import tool
from chukan.verification.job import Job
from chukan.verification.result import SCHEMA_VERSION, LayoutRef, Records, Totals, Verification


def nothing_verified(project: Project, job: Job) -> Verification:
    """Return a verification of no file, as of the day of the project.

    Args:
        project: the project, at the stage of the proposal.
        job: the whole project as a job.
    """
    day = project.day().isoformat()
    pack = project.library.pack(project.file.layout.partition("@")[0])
    edition = project.file.layout.partition("@")[2] or pack.default_edition
    return Verification(
        schema_version=SCHEMA_VERSION,
        tool=tool(),
        layout=LayoutRef(
            pack=pack.name,
            edition=edition,
            business=None,
            layout=None,
            authority=pack.origin.authority,
            digest="",
            statement=pack.origin.statement,
        ),
        agreement=job.agreement.model_dump(mode="json", exclude_unset=True),
        as_of=day,
        started=f"{day}T00:00:00",
        finished=f"{day}T00:00:00",
        files=(),
        totals=Totals(files=0, bytes=0, records=Records(0, 0, 0), errors=0, warnings=0, infos=0, waived=0),
        verdict="not_checked",
        rules=(),
        deliveries=tuple(job.deliveries),
        group=job.group,
        project_sha256=project.sha256,
    )
