/** Where the answers differ from those of Terraform 1.11, and why that is meant so. */
export const DIFFERENCES: readonly { readonly why: string; readonly answers: Readonly<Record<string, string>> }[] = [
  {
    why: 'addresses outside of the network are errors',
    answers: {
      'cidrhost("fe80::/64", 18446744073709551616)': 'ERROR',
      'cidrsubnet("172.16.0.0/12", 4, -1)': 'ERROR',
      'cidrsubnet("172.16.0.0/12", -1, 0)': 'ERROR',
    },
  },
  {
    why: 'IPv4 addresses written as IPv6 are counted like other IPv6 addresses',
    answers: {
      'cidrhost("::ffff:1.2.3.0/120", 5)': '"::ffff:102:305"',
      'cidrnetmask("::ffff:1.2.3.0/120")': 'ERROR',
      'cidrsubnets("::ffff:1.2.0.0/112", 4)': 'tolist([\n      "::ffff:102:0/116",\n    ])',
    },
  },
  {
    why: 'alternatives of fileset may contain slashes, and one that is not closed is an error',
    answers: {
      'fileset("sub", "{a.txt,deep/c.txt}")': 'toset([\n      "a.txt",\n      "deep/c.txt",\n    ])',
      'fileset("sub", "{,deep/}*.txt")':
        'toset([\n      "[x].txt",\n      "a.txt",\n      "deep/c.txt",\n      "deep/d.txt",\n      "two+words.txt",\n    ])',
      'fileset("sub", "*.{txt,md")': 'ERROR',
    },
  },
  {
    why: 'a reference in parentheses or alone in a template is a reference, and a number is converted to a string',
    answers: {
      'templatestring("${local.t}", {})': '"text"',
      'templatestring((local.lone), { x = 1 })': '"1"',
      'templatestring(local.number, {})': '"5"',
    },
  },
  {
    why: 'encodings have more names, and those with escape sequences are not supported',
    answers: {
      'textencodebase64("Hé", "utf8")': '"SMOp"',
      'textencodebase64("Hé€", "cp1252")': '"SOmA"',
      'textencodebase64("日本", "GB2312")': '"yNWxvg=="',
      'textencodebase64("e", "ASCII")': '"ZQ=="',
      'textencodebase64("日本", "ISO-2022-JP")': 'ERROR',
      'textencodebase64("日本", "HZ-GB-2312")': 'ERROR',
    },
  },
  {
    why: 'YAML that says it is of version 1.2 is read, an anchor may be on a key, and a lone dash is not a value',
    answers: {
      'jsonencode(yamldecode("%YAML 1.2\\n---\\na: yes"))': '"{\\"a\\":true}"',
      'jsonencode(yamldecode("&a a: &b b\\nc: *a"))': '"{\\"a\\":\\"b\\",\\"c\\":\\"a\\"}"',
      'jsonencode(yamldecode("[1, 01, 0o7, 07, 08, 0x1F, 0X1f, 0b101, 1_000, +1, -1, 1.0, 1., .5, -.5, 1e3, 1E3, 1e+3, 1.5e-3, ., -, +]"))':
        'ERROR',
    },
  },
  {
    why: 'compressed bytes are others, and the same on every machine; what they decompress to is the same',
    answers: {
      'base64gzip("test")': '"H4sIAAAAAAACAytJLS4BAAx+f9gEAAAA"',
      'base64gzip("")': '"H4sIAAAAAAACAwMAAAAAAAAAAAA="',
      'base64gzip("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")':
        '"H4sIAAAAAAACA0ukAgAAJkOaC0QAAAA="',
      'base64gzip("hello hello hello world é")': '"H4sIAAAAAAACA8tIzcnJV0Amy/OLclIUDq8EAGDWizcaAAAA"',
    },
  },
];
