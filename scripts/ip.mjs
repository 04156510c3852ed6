// What the functions of expressions use of ipaddr.js; the build makes one small file of it (`#ip`).
import ip from 'ipaddr.js';
export const { IPv4, IPv6, fromByteArray } = ip;
