#!/bin/sh
set -e
ctx logger info "Starting on port $(ctx node properties port), behind $(ctx node properties upstream)"
