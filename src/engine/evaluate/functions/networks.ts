import type { IPv4, IPv6 } from 'ipaddr.js';
import { isInteger, listOf, ListValue, type Num, toBigInt } from '../../../model/index.js';
import { boundedCount } from './bounds.js';
import { ArgumentError, define, type FunctionDefinition, numberParameter, textParameter } from './definition.js';
import { library } from './library.js';
import { wholeNumber } from './sequence.js';

const addresses = library('#ip');

/** Addresses of `size` bits, starting at `first`, that share the first `prefix` bits. */
interface Network {
  readonly first: bigint;
  readonly size: 32 | 128;
  readonly prefix: number;
}

const FOUR = /^\d{1,3}(?:\.\d{1,3}){3}$/;

function bitsOf(address: IPv4 | IPv6): bigint {
  return address.toByteArray().reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
}

/** The address in either family; undefined if the text is not an address. Leading zeros are ignored. */
function readAddress(text: string): { readonly bits: bigint; readonly size: 32 | 128 } | undefined {
  const ip = addresses();
  if (FOUR.test(text)) {
    const plain = text.replace(/(^|\.)0+(?=\d)/g, '$1');
    return ip.IPv4.isValidFourPartDecimal(plain) ? { bits: bitsOf(ip.IPv4.parse(plain)), size: 32 } : undefined;
  }
  const hexadecimal = withoutDecimals(text);
  if (!hexadecimal.includes(':') || /[%.]/.test(hexadecimal) || !ip.IPv6.isValid(hexadecimal)) return undefined;
  return { bits: bitsOf(ip.IPv6.parse(hexadecimal)), size: 128 };
}

/** Rewrites `::1.2.3.4` as `::102:304`, because the library misreads the decimal form. */
function withoutDecimals(text: string): string {
  const at = text.lastIndexOf(':') + 1;
  const tail = at > 0 && FOUR.test(text.slice(at)) ? readAddress(text.slice(at)) : undefined;
  if (tail === undefined) return text;
  return `${text.slice(0, at)}${(tail.bits >> 16n).toString(16)}:${(tail.bits & 0xffffn).toString(16)}`;
}

function readNetwork(text: string, index: number): Network {
  const [, address = '', digits = ''] = /^([^/]*)\/(\d{1,9})$/.exec(text) ?? [];
  const found = readAddress(address);
  const prefix = Number(digits);
  if (found === undefined || digits === '' || prefix > found.size)
    throw new ArgumentError(index, 'is not a network', {
      revealing: `is not a network: ${JSON.stringify(text)}`,
      advice: 'Write an address and the length of its prefix, such as 10.0.0.0/8 or fd00::/48.',
    });
  const free = BigInt(found.size - prefix);
  return { first: (found.bits >> free) << free, size: found.size, prefix };
}

function addressText(bits: bigint, size: 32 | 128): string {
  const ip = addresses();
  const bytes = Array.from({ length: size / 8 }, (_, index) => Number((bits >> BigInt(size - 8 - 8 * index)) & 255n));
  const address = ip.fromByteArray(bytes);
  return 'toRFC5952String' in address ? address.toRFC5952String() : address.toString();
}

const networkText = ({ first, size, prefix }: Network): string => `${addressText(first, size)}/${prefix}`;

/** A whole number of any size. */
function exactWhole(value: Num, index: number): bigint {
  if (!isInteger(value)) throw new ArgumentError(index, 'must be a whole number');
  return toBigInt(value);
}

function host([prefix, number]: readonly [string, Num]): string {
  const network = readNetwork(prefix, 0);
  const count = 1n << BigInt(network.size - network.prefix);
  const wanted = exactWhole(number, 1);
  const place = wanted < 0n ? wanted + count : wanted;
  if (place < 0n || place >= count)
    throw new ArgumentError(1, 'is outside the network', {
      advice: `A network with a prefix of ${network.prefix} bits has ${count} addresses, numbered from 0 or, backwards, from -1.`,
    });
  return addressText(network.first + place, network.size);
}

function netmask([prefix]: readonly [string]): string {
  const { size, prefix: length } = readNetwork(prefix, 0);
  if (size === 128)
    throw new ArgumentError(0, 'is an IPv6 network, which has no netmask', {
      advice: 'Use the length of the prefix, after the slash.',
    });
  const all = (1n << 32n) - 1n;
  return addressText(all ^ (all >> BigInt(length)), 32);
}

function extended({ size, prefix }: Network, bits: number, index: number): number {
  if (prefix + bits > size)
    throw new ArgumentError(index, `extends the prefix to more than ${size} bits`, {
      revealing: `extends the prefix to ${prefix + bits} bits, but an IPv${size === 32 ? 4 : 6} address has ${size}`,
    });
  return prefix + bits;
}

function subnet([text, newBits, number]: readonly [string, Num, Num]): string {
  const network = readNetwork(text, 0);
  const bits = wholeNumber(newBits, 1);
  if (bits < 0) throw new ArgumentError(1, 'must not be negative');
  const prefix = extended(network, bits, 1);
  const wanted = exactWhole(number, 2);
  const count = 1n << BigInt(bits);
  if (wanted < 0n || wanted >= count)
    throw new ArgumentError(2, 'is outside the network', {
      advice: `A prefix that is ${bits} bits longer gives ${count === 1n ? 'one subnet, numbered 0' : `${count} subnets, numbered from 0 to ${count - 1n}`}.`,
    });
  return networkText({ ...network, first: network.first + (wanted << BigInt(network.size - prefix)), prefix });
}

/** The largest number of bits by which the prefix of one of several subnets may be longer. */
const MOST_BITS = 32;

/** Consecutive subnets, each aligned to its size. */
function subnets([text, ...newBits]: readonly [string, ...Num[]]): ListValue {
  const network = readNetwork(text, 0);
  const end = network.first + (1n << BigInt(network.size - network.prefix));
  boundedCount(newBits.length);
  let next = network.first;
  const found = newBits.map((value, index) => {
    const bits = wholeNumber(value, index + 1);
    if (bits < 1) throw new ArgumentError(index + 1, 'must extend the prefix by at least one bit');
    if (bits > MOST_BITS)
      throw new ArgumentError(index + 1, `must not extend the prefix by more than ${MOST_BITS} bits`);
    const prefix = extended(network, bits, index + 1);
    const count = 1n << BigInt(network.size - prefix);
    const first = ((next + count - 1n) / count) * count;
    if (first + count > end)
      throw new ArgumentError(index + 1, 'asks for more addresses than the network has left', {
        advice: 'Use a larger network, or longer prefixes.',
      });
    next = first + count;
    return networkText({ ...network, first, prefix });
  });
  return new ListValue('string', found);
}

/** Whether a network contains an address or all of another network. */
function contains([outer, text]: readonly [string, string]): boolean {
  const network = readNetwork(outer, 0);
  const address = text.includes('/') ? undefined : readAddress(text);
  if (!text.includes('/') && address === undefined)
    throw new ArgumentError(1, 'is neither an address nor a network', {
      revealing: `is neither an address nor a network: ${JSON.stringify(text)}`,
    });
  const other =
    address === undefined ? readNetwork(text, 1) : { first: address.bits, size: address.size, prefix: address.size };
  if (other.size !== network.size)
    throw new ArgumentError(1, 'has a different IP version than the network', {
      advice: 'Compare IPv4 with IPv4, and IPv6 with IPv6.',
    });
  const free = BigInt(network.size - network.prefix);
  return other.prefix >= network.prefix && other.first >> free === network.first >> free;
}

const prefix = textParameter('prefix');

export const NETWORK_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  cidrcontains: define([textParameter('containing_prefix'), textParameter('contained_ip_or_prefix')], 'bool', contains),
  cidrhost: define([prefix, numberParameter('hostnum')], 'string', host),
  cidrnetmask: define([prefix], 'string', netmask),
  cidrsubnet: define([prefix, numberParameter('newbits'), numberParameter('netnum')], 'string', subnet),
  cidrsubnets: define([prefix], listOf('string'), subnets, { rest: numberParameter('newbits') }),
};
