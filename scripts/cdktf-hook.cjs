// Shipped as dist/cdktf/hook.cjs: a process that is started with it has landform/cdktf as its cdktf.
const Module = require('node:module');
const { writeFileSync } = require('node:fs');
const path = require('node:path');

const library = path.join(__dirname, 'index.cjs');
const find = Module._resolveFilename;

Module._resolveFilename = function (request, ...rest) {
  if (request !== 'cdktf') return find.call(this, request, ...rest);
  const mark = process.env.LANDFORM_CDKTF_LOADED;
  if (mark !== undefined) writeFileSync(mark, '');
  return library;
};
