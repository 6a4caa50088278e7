from django.urls import path

from patients.views import departments, doctors, imports

app_name = "patients"
urlpatterns = [
    path("", imports.imports, name="imports"),
    path("new/", imports.import_new, name="import_new"),
    path("<int:pk>/", imports.import_show, name="import_show"),
    path("<int:pk>/progress/", imports.import_progress, name="import_progress"),
    path("<int:pk>/rows/", imports.import_rows, name="import_rows"),
    path("<int:pk>/mapping/", imports.import_mapping, name="import_mapping"),
    path("<int:pk>/start/", imports.import_start, name="import_start"),
    path("<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("<int:pk>/rejects/", imports.import_rejects, name="import_rejects"),
    path("departments/", departments.departments, name="departments"),
    path("departments/new/", departments.new, name="department_new"),
    path("departments/confirm/", departments.confirm, name="departments_confirm"),
    path("departments/<int:pk>/", departments.edit, name="department_edit"),
    path("doctors/", doctors.doctors, name="doctors"),
    path("doctors/confirm/", doctors.confirm, name="doctors_confirm"),
    path("doctors/<int:pk>/", doctors.edit, name="doctor_edit"),
]
