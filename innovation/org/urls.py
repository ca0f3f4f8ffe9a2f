from django.urls import URLPattern, path

from innovation.org import views

urlpatterns: list[URLPattern] = [
    path("accounts/login/", views.log_in, name="login"),
    path("accounts/logout/", views.log_out, name="logout"),
    path("accounts/password/", views.change_password, name="password_change"),
    path("accounts/language/", views.set_language, name="set_language"),
]
