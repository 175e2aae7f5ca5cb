"""Who may do what? The table, by hand: what the code says is tried against this, and never taken from it."""

from collections.abc import Mapping

ROLES = ("court", "procuratorate", "bureau", "office", "agency", "auditor", "public", "operator")

RIGHTS: Mapping[str, str] = {
    # right               court procuratorate bureau office agency auditor public operator
    "look":              "court procuratorate bureau office agency auditor public operator",
    "read a district":   "      procuratorate bureau office        auditor        operator",
    "read an agency":    "      procuratorate bureau office agency auditor        operator",
    "read a case":       "court procuratorate bureau office agency auditor        operator",
    "read a feed":       "court procuratorate bureau office        auditor        operator",
    "ask":               "court procuratorate bureau office agency auditor public operator",
    "report":            "court procuratorate bureau office agency                operator",
    "import":            "                    bureau                              operator",
    "export":            "                    bureau               auditor        operator",
    "read documents":    "court procuratorate bureau office agency auditor        operator",
    "read facts":        "court procuratorate bureau office agency auditor        operator",
    "read the log":      "                                         auditor        operator",
    "see subscriptions": "                    bureau               auditor        operator",
    "manage feeds":      "                                                        operator",
    "operate":           "                                                        operator",
}  # fmt: skip
"""Which roles have a right."""

READING: Mapping[str, str] = {
    "read a case": """
        / /districts /districts/{district} /calendar /districts/{district}/{rest:path}
        /cases /cases/{case:path} /districts/{district}/cases /districts/{district}/cases/{case:path}
        /deadlines /districts/{district}/deadlines/{case}/{duty} /districts/{district}/events/{position} /stream
        /law/entries /law/entries/{mark:path}/cases /districts/{district}/law /districts/{district}/law/{mark:path}
        /reports /reports/{district}/{period} /reports/{district}/{period}/restatement
        /districts/{district}/reports /districts/{district}/reports/{period}
    """,
    "read an agency": """
        /figures /figures/{metric}/cases /figures/{metric}/uncounted /outlook /districts/{district}/outlook
        /districts/{district}/agencies/{name:path} /districts/{district}/figures/{metric}
        /districts/{district}/deadlines /districts/{district}/deadlines/calendar /calendars/{district}.ics
        /worklist /worklists /districts/{district}/worklist
        /parked /districts/{district}/parked
        /activities /districts/{district}/activities
        /suggestions /districts/{district}/suggestions
        /proceedings /districts/{district}/proceedings
        /proceedings/{case:path} /districts/{district}/proceedings/{case:path}
        /scorecards /districts/{district}/scorecards
        /scorecards/{agency:path} /districts/{district}/scorecards/{agency:path}
    """,
    "read a feed": """
        /feeds /feeds/days /districts/{district}/feeds /districts/{district}/feeds/{feed:path}
    """,
    "read a district": """
        /log /comparison /changes /figures/{metric}/history /districts/{district}/figures/{metric}/history
        /districts/{district}/changes /districts/{district}/screen
        /reports/preview /reports/verify /reports/{district}/{period}/files/{name}
        /districts/{district}/reports/preview
    """,
}
"""What of reporting is read by whom; each sees its own part of it (`test_seeing.py`)."""

ROUTES: Mapping[str, Mapping[str, str]] = {
    "intake": {
        "POST /events": "report",
        "GET /log": "read the log",
        "GET /verify": "read the log",
        "POST /repair": "operate",
        "GET /facts/{position}": "read facts",
        "POST /facts/{position}/correction": "report",
        "POST /facts/{position}/retraction": "report",
        "POST /districts/{district}/cases/{case_number}/{fact_name}": "report",
        "POST /districts/{district}/organs/{code}/{fact_name}": "report",
        "POST /districts/{district}/{fact_name}": "report",
        "POST /log/{fact_name}": "report",
        "GET /keys": "operate",
        "POST /keys": "operate",
        "DELETE /keys/{id_}": "operate",
        "POST /imports/organs": "import",
        "POST /imports/ledger": "import",
        "GET /imports/running": "import",
        "GET /imports/{id_}": "import",
        "GET /imports/{id_}/copy": "import",
        "POST /attachments": "report",
        "PUT /attachments": "report",
        "GET /attachments/verify": "read the log",
        "GET /attachments/{sha256}": "read documents",
        "GET /volumes/{district}/{case}": "read documents",
        "POST /sign-in": "look",
        "POST /sign-out": "look",
        "POST /sign-in/codes": "operate",
        "GET /enter": "report",
        "GET /enter/{district}/{subject}/{name}": "report",
        "POST /enter/{district}/{subject}/{name}": "report",
        "GET /enter/imports": "import",
        "POST /enter/imports": "import",
        "GET /enter/imports/{id_}": "import",
        "POST /enter/imports/{id_}/record": "import",
        "GET /enter/imports/{id_}/copy": "import",
        "GET /enter/facts/{position}": "read facts",
        "POST /enter/facts/{position}": "report",
        "GET /feeds": "read facts",
        "POST /feeds/{name}/pull": "manage feeds",
        "GET /feeds/{name}/payloads": "manage feeds",
        "GET /feeds/{name}/payloads/{number}": "manage feeds",
        "POST /feeds/{name}/webhook": "signed",
    },
    "routing": {"POST /retry": "operate", "POST /explain": "ask", "GET /explain": "ask"},
    "deadlines": {"POST /retry": "operate", "POST /explain": "ask", "GET /explain": "ask"},
    "accountability": {"POST /retry": "operate"},
    "reporting": {
        "POST /retry": "operate",
        "GET /exports/ledger": "export",
        "GET /exports/ledger/left-out": "export",
        "GET /subscriptions": "see subscriptions",
        "POST /subscriptions/test": "see subscriptions",
        "GET /rebuilding": "operate",
        "POST /rebuilding": "operate",
        "DELETE /rebuilding": "operate",
        "POST /rebuilding/switch": "operate",
    }
    | {f"GET {path}": right for right, paths in READING.items() for path in paths.split()},
}
"""Which right each route asks for; what is not named here is a GET that everybody may ask.

`signed` is no right: the body carries the signature of its sender, and a key is not looked at.
"""

REPORTS: Mapping[str, str] = {
    "court bureau": """
        case-docketed case-stayed case-resumed procedure-applied evidence-period-set evidence-extension-granted
        absence-ruled document-took-effect retrial-ordered case-ended
    """,
    "court bureau agency": """
        notice-served hearing-scheduled hearing-rescheduled hearing-cancelled summons-served
        appearance-notice-served hearing-held document-served appeal-filed retrial-applied closing-document-served
    """,
    "court procuratorate bureau office": "case-classified chief-advised",
    "court procuratorate bureau agency": "suggestion-issued",
    "procuratorate bureau": "protest-lodged",
    "bureau agency": """
        act-described papers-reported handler-named agents-authorised officer-named coordination-requested
        absence-explained absence-proof-submitted defence-submitted defence-sealed defence-filed evidence-filed
        organs-connected papers-enclosed evidence-extension-requested progress-reported document-reported
        summons-reported settlement-attempted conference-held loss-analysed remediation-reported performed
        payment-requested damages-claimed damages-paid suggestion-answered archived risk-registered
        hearing-observed training-held work-report-filed subscription-made
    """,
    "bureau office agency": """
        leader-unavailable inquiry-opened inquiry-completed inquiry-reported review-completed decision-made referred
    """,
    "bureau office": """
        papers-forwarded officer-coordinated defence-signed circular-issued conduct-recorded inquiry-approved
        commended assessment-recorded organ-registered organ-succeeded officer-appointed leader-roles-assigned
    """,
    "bureau": """
        agency-designated defence-reviewed lawyer-assigned fault-shared joint-review-required review-fed-back
        referral-declined typical-case-published assessment-published bulletin-published feed-registered
        row-parked
    """,
    "court bureau office": "meeting-held",
    "court procuratorate bureau office agency": "document-attached manifest-reported",
    "": "law-adopted calendar-published day-began",
}
"""Which roles may report which facts, beside the operator, who may report all. Who may correct or retract a fact
is who may report it."""

MAY_REPORT: Mapping[str, frozenset[str]] = {
    name: frozenset(roles.split()) | {"operator"}
    for roles, names in REPORTS.items()
    for name in names.split()
}
MAY: Mapping[str, frozenset[str]] = {right: frozenset(roles.split()) for right, roles in RIGHTS.items()}
ADMITTED: Mapping[str, frozenset[str]] = {**MAY, "signed": frozenset(ROLES)}
"""Who is let through to where a route looks further."""
