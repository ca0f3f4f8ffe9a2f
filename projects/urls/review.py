from django.urls import URLPattern, path

from projects.views import batch, papers, review

urlpatterns: list[URLPattern] = [
    path("projects/<int:pk>/step/<slug:name>/", review.step, name="project_step"),
    path("projects/batch/", batch.batch, name="project_batch"),
    path("projects/batch/mark/", batch.mark, name="project_batch_mark"),
    path("projects/batch/unmark/", batch.unmark, name="project_batch_unmark"),
    path("projects/batch/apply/", batch.apply, name="project_batch_apply"),
    path("projects/batches/", batch.batch_list, name="batch_list"),
    path("projects/batches/<int:pk>/", batch.batch_detail, name="batch_detail"),
    path("projects/approvals/", papers.approval_list, name="approval_list"),
    path("projects/approvals/<int:pk>/", papers.approval_paper, name="approval_paper"),
    path("projects/approvals/<int:pk>/issue/", papers.approval_issue, name="approval_issue"),
    path("projects/approvals/<int:pk>/pdf/", papers.approval_pdf, name="approval_pdf"),
]
