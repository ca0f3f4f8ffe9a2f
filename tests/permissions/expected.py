# ruff: noqa: E501
"""What each account is answered at each address. Written by hand from who may do what; nothing
here is taken from the rules in code.

A row is an address by its name (and, after "/", the thing it is asked for), the method, and for
each account one letter a place: own unit, foreign unit of the same committee, unit of another
committee, nothing there. A single letter stands where the address names no thing, where the
account is turned away whatever it asks for, and for the system posts, who belong to no committee
(asked at the own unit, and for nothing there).

S seen · D done, something was written · A seen, and the look is logged · B led on to another page,
nothing written · L to the login · R refused with a reason · N not found · G gone · X no such method

The columns: anybody without login; branch secretary, branch clerk, the project's lead, a team
member (all of the own unit); reviewer of the general branch above it; its countersigning
department; committee staff, inspector, finance verifier, confidentiality reviewer, discipline
officer, judge and reader at the committee; a Party member and an employee of the own unit, both
without role; the three system posts, who are answered alike. Django's superuser is answered like
them everywhere; the admin site has a list of its own.
"""

COLUMNS = {
    "anon": ("anonymous",),
    "secr": ("secretary",),
    "clrk": ("clerk",),
    "lead": ("lead",),
    "team": ("team",),
    "genl": ("general",),
    "ctsg": ("countersigner",),
    "staf": ("staff",),
    "insp": ("inspector",),
    "fina": ("finance",),
    "conf": ("secrecy",),
    "disc": ("discipline",),
    "judg": ("judge",),
    "read": ("reader",),
    "memb": ("colleague",),
    "empl": ("employee",),
    "post": ("system_admin", "security_admin", "security_auditor"),
}

TABLE = """
# for everybody                   anon secr clrk lead team genl ctsg staf insp fina conf disc judg read memb empl post
home                         GET  S    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S
home                         POST X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
notice_list                  GET  S    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S
notice_list                  POST X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
notice_feed                  GET  S    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S
notice_feed                  POST X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
notice_detail                GET  SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN
notice_detail                POST X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
notice_detail/party          GET  NNNN NNNN N    N    N    N    N    NNNN N    N    N    N    N    NNNN N    N    N
notice_detail/unit           GET  NNNN NNNN N    N    N    N    N    NNNN N    N    N    N    N    NNNN N    N    N
notice_detail/none           GET  NNNN NNNN N    N    N    N    N    NNNN N    N    N    N    N    NNNN N    N    N
notice_detail/unreviewed     GET  NNNN NNNN N    N    N    N    N    NNNN N    N    N    N    N    NNNN N    N    N
notice_detail/cleared        GET  NNNN NNNN N    N    N    N    N    NNNN N    N    N    N    N    NNNN N    N    N
notice_detail/withdrawn      GET  GGNN GGNN GGNN GGNN GGNN GGNN GGNN GGNN GGNN GGNN GGNN GGNN GGNN GGNN GGNN GGNN GGNN

# the door                        anon secr clrk lead team genl ctsg staf insp fina conf disc judg read memb empl post
login                        GET  S    B    B    B    B    B    B    B    B    B    B    B    B    B    B    B    B
login                        POST D    B    B    B    B    B    B    B    B    B    B    B    B    B    B    B    B
logout                       GET  X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
logout                       POST B    D    D    D    D    D    D    D    D    D    D    D    D    D    D    D    D
password_change              GET  L    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S
password_change              POST L    D    D    D    D    D    D    D    D    D    D    D    D    D    D    D    D
set_language                 GET  X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
set_language                 POST B    B    B    B    B    B    B    B    B    B    B    B    B    B    B    B    B

# one's own desk                  anon secr clrk lead team genl ctsg staf insp fina conf disc judg read memb empl post
workbench                    GET  L    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S
workbench                    POST L    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
save_draft                   GET  L    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
save_draft                   POST L    D    D    D    D    D    D    D    D    D    D    D    D    D    D    D    D
job                          GET  L    SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN
job                          POST L    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
job_progress                 GET  L    SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN SNNN
job_progress                 POST L    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
job_result                   GET  L    ANNN ANNN ANNN ANNN ANNN ANNN ANNN ANNN ANNN ANNN ANNN ANNN ANNN ANNN ANNN ANNN
job_result                   POST L    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
job_acknowledge              GET  L    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
job_acknowledge              POST L    DNNN DNNN DNNN DNNN DNNN DNNN DNNN DNNN DNNN DNNN DNNN DNNN DNNN DNNN DNNN DNNN

# projects: filing                anon secr clrk lead team genl ctsg staf insp fina conf disc judg read memb empl post
project_list                 GET  L    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S
project_list                 POST L    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
project_coverage             GET  L    R    R    R    R    S    R    S    R    R    R    R    R    S    R    R    R
project_coverage             POST L    R    R    R    R    X    R    X    R    R    R    R    R    X    R    R    R
project_new                  GET  L    SSSS SSSS SSSS SSSS SSSS SSSS SSSS SSSS SSSS SSSS SSSS SSSS SSSS SSSS SSSS R
project_new                  POST L    DSSS DSSS DSSS DSSS SSSS SSSS DDSS SSSS SSSS SSSS SSSS SSSS SSSS DSSS SSSS R
project_similar              GET  L    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S
project_similar              POST L    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
project_detail               GET  L    SNNN SNNN SNNN SNNN SNNN SNNN SSNN NNNN SSNN NNNN NNNN NNNN SSNN NNNN NNNN N
project_detail               POST L    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
project_detail/draft         GET  L    SNNN SNNN SNNN SNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
project_edit                 GET  L    SNNN SNNN SNNN RNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
project_edit                 POST L    DNNN DNNN DNNN RNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
project_edit/filed           GET  L    RNNN RNNN RNNN RNNN RNNN NNNN RRNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_edit/filed           POST L    RNNN RNNN RNNN RNNN RNNN NNNN RRNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_discard              GET  L    SNNN SNNN SNNN RNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
project_discard              POST L    DNNN DNNN DNNN RNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
project_discard/filed        POST L    RNNN RNNN RNNN RNNN RNNN NNNN RRNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_attach               GET  L    SNNN SNNN SNNN RNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
project_attach               POST L    DNNN DNNN DNNN RNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
project_attach/filed         POST L    RNNN RNNN RNNN RNNN RNNN NNNN RRNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_file                 GET  L    SNNN SNNN SNNN SNNN SNNN NNNN SSNN NNNN SSNN NNNN NNNN NNNN SSNN NNNN NNNN N
project_file                 POST L    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
project_file/draft           GET  L    SNNN SNNN SNNN SNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
project_detach               GET  L    SNNN SNNN SNNN RNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
project_detach               POST L    DNNN DNNN DNNN RNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
project_detach/filed         POST L    RNNN RNNN RNNN RNNN RNNN NNNN RRNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N

# projects: review                anon secr clrk lead team genl ctsg staf insp fina conf disc judg read memb empl post
project_step/pass_branch     GET  L    SNNN RNNN RNNN RNNN RNNN NNNN RRNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/pass_branch     POST L    DNNN RNNN RNNN RNNN RNNN NNNN RRNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/pass_general    GET  L    RNNN RNNN RNNN RNNN SNNN NNNN RRNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/pass_general    POST L    RNNN RNNN RNNN RNNN DNNN NNNN RRNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/countersign     GET  L    RNNN RNNN RNNN RNNN RNNN SNNN RRNN NNNN SSNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/countersign     POST L    RNNN RNNN RNNN RNNN RNNN DNNN RRNN NNNN DDNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/pass_initial    GET  L    RNNN RNNN RNNN RNNN RNNN RNNN SSNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/pass_initial    POST L    RNNN RNNN RNNN RNNN RNNN RNNN DDNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/return          GET  L    SNNN RNNN RNNN RNNN SNNN RNNN SSNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/return          POST L    RNNN RNNN RNNN RNNN RNNN RNNN DDNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/reject          GET  L    RNNN RNNN RNNN RNNN RNNN RNNN SSNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/reject          POST L    RNNN RNNN RNNN RNNN RNNN RNNN DDNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/withdraw        GET  L    SNNN RNNN RNNN RNNN RNNN NNNN RRNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/withdraw        POST L    DNNN RNNN RNNN RNNN RNNN NNNN RRNN NNNN RRNN NNNN NNNN NNNN RRNN NNNN NNNN N
project_step/decide          POST L    BNNN BNNN BNNN BNNN BNNN BNNN BBNN NNNN BBNN NNNN NNNN NNNN BBNN NNNN NNNN N
project_step/unknown         POST L    NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
project_batch                GET  L    R    R    R    R    R    R    S    R    R    R    R    R    R    R    R    R
project_batch                POST L    R    R    R    R    R    R    X    R    R    R    R    R    R    R    R    R
project_batch_mark           GET  L    R    R    R    R    R    R    X    R    R    R    R    R    R    R    R    R
project_batch_mark           POST L    R    R    R    R    R    R    DDBB R    R    R    R    R    R    R    R    R
project_batch_unmark         GET  L    R    R    R    R    R    R    X    R    R    R    R    R    R    R    R    R
project_batch_unmark         POST L    R    R    R    R    R    R    DDBB R    R    R    R    R    R    R    R    R
project_batch_apply          GET  L    R    R    R    R    R    R    X    R    R    R    R    R    R    R    R    R
project_batch_apply          POST L    R    R    R    R    R    R    DDRR R    R    R    R    R    R    R    R    R
batch_list                   GET  L    S    S    R    R    S    S    S    R    S    R    R    R    S    R    R    R
batch_list                   POST L    X    X    R    R    X    X    X    R    X    R    R    R    X    R    R    R
batch_detail                 GET  L    NNNN NNNN R    R    NNNN NNNN SSNN R    SSNN R    R    R    SSNN R    R    R
batch_detail                 POST L    X    X    R    R    X    X    X    R    X    R    R    R    X    R    R    R
approval_list                GET  L    S    S    R    R    S    S    S    R    S    R    R    R    S    R    R    R
approval_list                POST L    X    X    R    R    X    X    X    R    X    R    R    R    X    R    R    R
approval_paper               GET  L    SSNN SSNN R    R    SSNN SSNN SSNN R    SSNN R    R    R    SSNN R    R    R
approval_paper               POST L    X    X    R    R    X    X    X    R    X    R    R    R    X    R    R    R
approval_paper/hidden        GET  L    SNNN SNNN R    R    SNNN SNNN SSNN R    SSNN R    R    R    SSNN R    R    R
approval_pdf                 GET  L    BBNN BBNN R    R    BBNN BBNN BBNN R    BBNN R    R    R    BBNN R    R    R
approval_pdf                 POST L    DDNN DDNN R    R    DDNN DDNN DDNN R    DDNN R    R    R    DDNN R    R    R
approval_pdf/hidden          GET  L    SNNN SNNN R    R    SNNN SNNN SSNN R    SSNN R    R    R    SSNN R    R    R
approval_pdf/hidden          POST L    BNNN BNNN R    R    BNNN BNNN BBNN R    BBNN R    R    R    BBNN R    R    R
approval_issue               GET  L    R    R    R    R    R    R    X    R    R    R    R    R    R    R    R    R
approval_issue               POST L    R    R    R    R    R    R    DDNN R    R    R    R    R    R    R    R    R

# notices after login             anon secr clrk lead team genl ctsg staf insp fina conf disc judg read memb empl post
internal_notice_list         GET  L    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S
internal_notice_list         POST L    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
internal_notice              GET  L    SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN N
internal_notice              POST L    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X    X
internal_notice/party        GET  L    SSNN SSNN NNNN NNNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN NNNN NNNN N
internal_notice/unit         GET  L    SNNN SNNN SNNN SNNN SNNN NNNN SSNN SSNN SSNN SSNN SSNN SSNN SSNN SNNN SNNN N
internal_notice/none         GET  L    NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
internal_notice/unreviewed   GET  L    NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N
internal_notice/withdrawn    GET  L    NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN NNNN N

# the desk of publication         anon secr clrk lead team genl ctsg staf insp fina conf disc judg read memb empl post
publication_desk             GET  L    R    R    R    R    R    R    S    R    R    S    R    R    S    R    R    R
publication_desk             POST L    R    R    R    R    R    R    X    R    R    X    R    R    X    R    R    R
publication_notice           GET  L    R    R    R    R    R    R    SSNN R    R    SSNN R    R    SSNN R    R    R
publication_notice           POST L    R    R    R    R    R    R    X    R    R    X    R    R    X    R    R    R
publication_item             GET  L    R    R    R    R    R    R    SSNN R    R    SSNN R    R    SSNN R    R    R
publication_item             POST L    R    R    R    R    R    R    X    R    R    X    R    R    X    R    R    R
publication_pass             GET  L    R    R    R    R    R    R    R    R    R    X    R    R    R    R    R    R
publication_pass             POST L    R    R    R    R    R    R    R    R    R    DDNN R    R    R    R    R    R
publication_refuse           GET  L    R    R    R    R    R    R    R    R    R    SSNN R    R    R    R    R    R
publication_refuse           POST L    R    R    R    R    R    R    R    R    R    DDNN R    R    R    R    R    R
publication_pass_all         GET  L    R    R    R    R    R    R    R    R    R    SSNN R    R    R    R    R    R
publication_pass_all         POST L    R    R    R    R    R    R    R    R    R    DDNN R    R    R    R    R    R
publication_publish          GET  L    R    R    R    R    R    R    SSBB R    R    R    R    R    R    R    R    R
publication_publish          POST L    R    R    R    R    R    R    DDBB R    R    R    R    R    R    R    R    R
publication_withdraw         GET  L    R    R    R    R    R    R    SSNN R    R    R    R    R    R    R    R    R
publication_withdraw         POST L    R    R    R    R    R    R    DDNN R    R    R    R    R    R    R    R    R
publication_text             GET  L    SNNN R    R    R    R    R    R    R    R    R    R    R    R    R    R    R
publication_text             POST L    DNNN R    R    R    R    R    R    R    R    R    R    R    R    R    R    R
"""

# The admin site guards itself and shows accounts and rights to read; one letter an account.
ADMIN = {
    "L": ("anonymous",),
    "S": ("system_admin", "superuser"),
    "R": [
        "secretary",
        "clerk",
        "lead",
        "team",
        "general",
        "countersigner",
        "staff",
        "inspector",
        "finance",
        "secrecy",
        "discipline",
        "judge",
        "reader",
        "colleague",
        "employee",
        "security_admin",
        "security_auditor",
    ],
}

# Probes of the installation itself, asked by machines, without business data.
PROBES = {"healthz", "readyz"}

# Words that must not reach these accounts anywhere behind the login (and nobody without one).
UNIT_PEOPLE = [
    "secretary",
    "clerk",
    "lead",
    "team",
    "general",
    "countersigner",
    "colleague",
    "employee",
]
BYSTANDERS = ["inspector", "discipline", "judge", "colleague", "employee"]
POSTS = ["system_admin", "security_admin", "security_auditor", "superuser"]
HIDDEN_WORDS = {
    "红杉": [
        *UNIT_PEOPLE,
        *BYSTANDERS,
        *POSTS,
        "staff",
        "finance",
        "secrecy",
        "reader",
        "anonymous",
    ],
    "黑檀": [*UNIT_PEOPLE, *BYSTANDERS, *POSTS, "anonymous"],
    "水曲": [*UNIT_PEOPLE, *POSTS, "anonymous"],
    "沉香": [*BYSTANDERS, *POSTS, "anonymous"],
    "银杏": POSTS,
    "白桦": POSTS,
}
