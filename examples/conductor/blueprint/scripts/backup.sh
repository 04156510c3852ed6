#!/bin/sh
set -e
ctx logger info "Backing up"
