// `npm run bench:hcl`: the processor time of reading 5 MB of HCL, beside `terraform fmt -check` on the same file, which parses it and little else.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { measure } from './measure.mjs';

const MEGABYTES = Number(process.argv[2] ?? 5);
const RUNS = 5;

const directory = mkdtempSync(path.join(tmpdir(), 'landform-bench-'));
try {
  const file = path.join(directory, 'main.tf');
  writeFileSync(file, configuration(MEGABYTES * 1e6));
  const reader = path.join(directory, 'read.mjs');
  const bundle = await rolldown({
    input: fileURLToPath(new URL('../src/language/index.ts', import.meta.url)),
    platform: 'node',
  });
  await bundle.write({ file: path.join(directory, 'language.mjs'), format: 'esm' });
  writeFileSync(
    reader,
    `import { readFileSync } from 'node:fs';
     import { readConfiguration } from './language.mjs';
     const text = readFileSync(${JSON.stringify(file)}, 'utf8');
     const start = process.cpuUsage();
     const { diagnostics } = readConfiguration([{ name: 'main.tf', text }]);
     const { user, system } = process.cpuUsage(start);
     if (diagnostics.length > 0) throw new Error(diagnostics[0].summary);
     console.log((user + system) / 1e6);`,
  );
  const seconds = Array.from({ length: RUNS }, () =>
    Number(execFileSync(process.execPath, [reader], { encoding: 'utf8' })),
  );
  const ours = seconds.sort((left, right) => left - right)[Math.floor(RUNS / 2)];
  const bar = MEGABYTES / 5;
  const row = { what: `read ${MEGABYTES} MB of HCL`, seconds: ours.toFixed(2), bar: bar.toFixed(2), met: ours < bar };
  console.table([{ ...row, terraform: await terraform() }]);
  process.exitCode = row.met ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** The processor time of Terraform, if it is installed. */
async function terraform() {
  try {
    const { cpuSeconds } = await measure('terraform', ['fmt', '-check', 'main.tf'], {
      cwd: directory,
      env: process.env,
    });
    return cpuSeconds.toFixed(2);
  } catch {
    return 'not installed';
  }
}

/**
 * Resources with all kinds of expressions, as people write them.
 * @param {number} bytes
 */
function configuration(bytes) {
  const parts = [];
  for (let length = 0, index = 1; length < bytes; index += 1) {
    const part = resource(index);
    parts.push(part);
    length += part.length;
  }
  return parts.join('\n');
}

/** @param {number} index */
function resource(index) {
  return `# Service ${index}
resource "terraform_data" "service_${index}" {
  count      = var.replicas > 0 ? 1 : 0
  depends_on = [terraform_data.service_${Math.max(1, index - 1)}]
  input = {
    name   = "service-${index}-\${var.environment}"
    region = local.regions[${index % 5}]
    ports  = [80, 443, ${8000 + index}]
    labels = merge(local.labels, { "app" = "web", tier = each.key })
    script = <<-EOT
      #!/bin/sh
      echo "starting \${var.environment}"
      exec /usr/bin/service --port ${8000 + index}
    EOT
  }
  triggers_replace = [for k, v in local.labels : "\${k}=\${v}" if v != null]

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [input]
  }
}
`;
}
