// What provisioners use of ssh2; the build makes one file of it (`#ssh2`), without its native parts, which are optional.
export { Client } from 'ssh2';
