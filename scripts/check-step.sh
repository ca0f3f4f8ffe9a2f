#!/bin/sh
# One check by name: scripts/check-step.sh lint
set -u
cd "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH
PYTHONWARNINGS=default
INNOVATION_VAR=${INNOVATION_CHECK_VAR:-var}/$1
export PATH INNOVATION_VAR PYTHONWARNINGS
unset DATABASE_URL REDIS_URL INNOVATION_DEBUG INNOVATION_HTTPS INNOVATION_DEMO 2>/dev/null
packages="innovation projects reviews reports"

step() {
    case $1 in
        lint)         ruff check . ;;
        format)       ruff format --check . ;;
        types)        mypy ;;
        imports)      lint-imports --no-cache ;;
        migrations)   python manage.py makemigrations --check --dry-run ;;
        translations) python scripts/translations.py --check ;;
        diagrams)     python manage.py workflow_diagram --check ;;
        deploy)       INNOVATION_HTTPS=1 python manage.py check --deploy --fail-level WARNING ;;
        templates)    djlint templates --lint --quiet ;;
        yaml)         yamllint --strict docker-compose.yml ;;
        compose)      check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml ;;
        # shellcheck disable=SC2086
        security)     bandit --quiet --configfile pyproject.toml --recursive $packages scripts ;;
        shell)        for script in scripts/*.sh; do sh -n "$script" || exit 1; done ;;
        *)            echo "There is no check named $1."; exit 1 ;;
    esac
}

started=$(date +%s)
if said=$(step "$1" 2>&1); then result=ok; else result=FAILED; fi
took=$(($(date +%s) - started))
if [ "$result" = ok ]
then printf '%-14s ok (%ss)\n' "$1" "$took"
else printf '%-14s FAILED (%ss)\n%s\n\n' "$1" "$took" "$said"; exit 1
fi
