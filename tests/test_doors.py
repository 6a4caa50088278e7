"""There is nothing behind the doors that scanners try, and no other host's name opens ours."""

import pytest

from tests import people
from tests.clients import StaffClient, signed_in_as

pytestmark = pytest.mark.django_db
FOREIGN = """
/admin/ /admin/login/ /django-admin/ /administrator/ /wp-admin/ /wp-login.php /phpmyadmin/
/.git/HEAD /.git/config /.env /.env.production /.DS_Store /.svn/entries /.hg/store /.htaccess
/web.config /server-status /server-info /debug/ /__debug__/ /silk/ /api/ /api/schema/ /api/docs/
/swagger/ /swagger.json /openapi.json /redoc/ /graphql /graphiql /flower/ /celery/ /metrics
/actuator /actuator/env /console /shell /manage.py /settings.py /callcentre/settings.py /db.sqlite3
/backup.sql /dump.sql /backup.zip /media/ /uploads/ /files/ /logs/ /log.txt /error.log
/static/../manage.py /static/%2e%2e/manage.py /static/..%2fcallcentre/settings.py
/media/../.state/secret_key /.state/secret_key /state/ /id_rsa /.ssh/id_rsa /etc/passwd
/proc/self/environ /cgi-bin/ /test/ /phpinfo.php /config.json /package.json /pyproject.toml
/requirements.lock /Makefile /docker-compose.yml /robots.txt.bak /trace.axd /jmx-console/ /solr/
"""


@pytest.mark.parametrize("who", ["anonymous", "administrator"])
def test_there_is_nothing_behind_well_known_doors(who: str) -> None:
    client = StaffClient() if who == "anonymous" else signed_in_as(people.administrator())
    found = {path: client.get(path).status_code for path in FOREIGN.split()}
    assert {path: status for path, status in found.items() if status not in {301, 404}} == {}


def test_another_host_is_refused() -> None:
    assert StaffClient().get("/staff/sign-in/", headers={"Host": "evil.example"}).status_code == 400
