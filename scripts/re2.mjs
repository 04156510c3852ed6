// What the functions of expressions use of re2js; the build makes one small file of it (`#re2`).
export { RE2JS } from 're2js';
