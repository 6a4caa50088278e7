from staff.models.absences import Absence
from staff.models.audit import Act, AuditEntry, AuditSeal
from staff.models.departments import Department
from staff.models.users import User

__all__ = ["Absence", "Act", "AuditEntry", "AuditSeal", "Department", "User"]
