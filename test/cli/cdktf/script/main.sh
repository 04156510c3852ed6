# Writes what a Python program writes through CDKTF's library.
set -eu
mkdir -p "$CDKTF_OUTDIR/stacks/main"
cat > "$CDKTF_OUTDIR/manifest.json" <<JSON
{
  "version": "0.21.0",
  "stacks": {
    "main": {
      "name": "main",
      "constructPath": "main",
      "workingDirectory": "stacks/main",
      "synthesizedStackPath": "stacks/main/cdk.tf.json",
      "annotations": [],
      "dependencies": []
    }
  }
}
JSON
cat > "$CDKTF_OUTDIR/stacks/main/cdk.tf.json" <<JSON
{
  "//": { "metadata": { "backend": "local", "stackName": "main", "version": "0.21.0" }, "outputs": {} },
  "resource": {
    "terraform_data": {
      "thing": {
        "//": { "metadata": { "path": "main/thing", "uniqueId": "thing" } },
        "input": "${INPUT:-hello}",
        "triggers_replace": "\${var.round}"
      }
    }
  },
  "terraform": { "backend": { "local": { "path": "$PWD/terraform.main.tfstate" } } },
  "variable": { "round": { "type": "number" } }
}
JSON
