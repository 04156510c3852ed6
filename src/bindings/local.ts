// Generated from the provider's schema by scripts/generate-bindings.mjs, and compared with it by a test.
// Change the schema, and generate again.
import type { Construct } from 'constructs';
import {
  DataSource,
  ProviderConfig,
  Resource,
  blockOptions,
  providerOptions,
  shape,
  type Fields,
  type Input,
  type MetaArguments,
  type Ref,
} from '../constructs/index.js';

const PROVIDER = { name: 'local', source: 'landform/local' };

const LOCAL_PROVIDER_FIELDS: Fields = {};

export interface LocalProviderConfig {
  /** Distinguishes several configurations of the provider in one stack. */
  readonly alias?: string | undefined;
}

export class LocalProvider extends ProviderConfig {
  constructor(scope: Construct, id: string, config: LocalProviderConfig = {}) {
    super(scope, id, providerOptions(PROVIDER, LOCAL_PROVIDER_FIELDS, config));
  }
}

const FILE_FIELDS: Fields = {
  content: shape.input('content', 'string'),
  contentBase64: shape.input('content_base64', 'string'),
  contentBase64sha256: shape.computed('content_base64sha256', 'string'),
  contentBase64sha512: shape.computed('content_base64sha512', 'string'),
  contentMd5: shape.computed('content_md5', 'string'),
  contentSha1: shape.computed('content_sha1', 'string'),
  contentSha256: shape.computed('content_sha256', 'string'),
  contentSha512: shape.computed('content_sha512', 'string'),
  directoryPermission: shape.input('directory_permission', 'string'),
  filePermission: shape.input('file_permission', 'string'),
  filename: shape.input('filename', 'string'),
  id: shape.computed('id', 'string'),
  sensitiveContent: shape.input('sensitive_content', 'string'),
  source: shape.input('source', 'string'),
};

export interface FileConfig extends MetaArguments {
  /** The content, as UTF-8 text. */
  readonly content?: Input<string> | undefined;
  /** The content, base64-encoded. */
  readonly contentBase64?: Input<string> | undefined;
  /** Permissions of created directories, octal, before the umask. */
  readonly directoryPermission?: Input<string> | undefined;
  /** Permissions of the file, octal, before the umask. */
  readonly filePermission?: Input<string> | undefined;
  /** Path of the file. Missing directories are created; an existing file is overwritten. */
  readonly filename: Input<string>;
  /**
   * The content, sensitive. Use local_sensitive_file instead.
   * Sensitive: it is never shown.
   * @deprecated
   */
  readonly sensitiveContent?: Input<string> | undefined;
  /** Path of a file to copy the content from. */
  readonly source?: Input<string> | undefined;
}

/** A file with the given content. */
export class File extends Resource {
  static readonly tfResourceType: string = 'local_file';

  constructor(scope: Construct, id: string, config: FileConfig) {
    super(scope, id, blockOptions(PROVIDER, 'local_file', FILE_FIELDS, config));
  }

  /** The content, as UTF-8 text. */
  get content(): Ref<string> {
    return this.attribute('content');
  }

  /** The content, base64-encoded. */
  get contentBase64(): Ref<string> {
    return this.attribute('contentBase64');
  }

  /** SHA-256 of the content, base64. */
  get contentBase64sha256(): Ref<string> {
    return this.attribute('contentBase64sha256');
  }

  /** SHA-512 of the content, base64. */
  get contentBase64sha512(): Ref<string> {
    return this.attribute('contentBase64sha512');
  }

  /** MD5 of the content, hex. */
  get contentMd5(): Ref<string> {
    return this.attribute('contentMd5');
  }

  /** SHA-1 of the content, hex. */
  get contentSha1(): Ref<string> {
    return this.attribute('contentSha1');
  }

  /** SHA-256 of the content, hex. */
  get contentSha256(): Ref<string> {
    return this.attribute('contentSha256');
  }

  /** SHA-512 of the content, hex. */
  get contentSha512(): Ref<string> {
    return this.attribute('contentSha512');
  }

  /** Permissions of created directories, octal, before the umask. */
  get directoryPermission(): Ref<string> {
    return this.attribute('directoryPermission');
  }

  /** Permissions of the file, octal, before the umask. */
  get filePermission(): Ref<string> {
    return this.attribute('filePermission');
  }

  /** Path of the file. Missing directories are created; an existing file is overwritten. */
  get filename(): Ref<string> {
    return this.attribute('filename');
  }

  /** SHA-1 of the content, hex. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /**
   * The content, sensitive. Use local_sensitive_file instead.
   * Sensitive: it is never shown.
   * @deprecated
   */
  get sensitiveContent(): Ref<string> {
    return this.attribute('sensitiveContent');
  }

  /** Path of a file to copy the content from. */
  get source(): Ref<string> {
    return this.attribute('source');
  }
}

const SENSITIVE_FILE_FIELDS: Fields = {
  content: shape.input('content', 'string'),
  contentBase64: shape.input('content_base64', 'string'),
  contentBase64sha256: shape.computed('content_base64sha256', 'string'),
  contentBase64sha512: shape.computed('content_base64sha512', 'string'),
  contentMd5: shape.computed('content_md5', 'string'),
  contentSha1: shape.computed('content_sha1', 'string'),
  contentSha256: shape.computed('content_sha256', 'string'),
  contentSha512: shape.computed('content_sha512', 'string'),
  directoryPermission: shape.input('directory_permission', 'string'),
  filePermission: shape.input('file_permission', 'string'),
  filename: shape.input('filename', 'string'),
  id: shape.computed('id', 'string'),
  source: shape.input('source', 'string'),
};

export interface SensitiveFileConfig extends MetaArguments {
  /**
   * The content, as UTF-8 text.
   * Sensitive: it is never shown.
   */
  readonly content?: Input<string> | undefined;
  /**
   * The content, base64-encoded.
   * Sensitive: it is never shown.
   */
  readonly contentBase64?: Input<string> | undefined;
  /** Permissions of created directories, octal, before the umask. */
  readonly directoryPermission?: Input<string> | undefined;
  /** Permissions of the file, octal, before the umask. */
  readonly filePermission?: Input<string> | undefined;
  /** Path of the file. Missing directories are created; an existing file is overwritten. */
  readonly filename: Input<string>;
  /** Path of a file to copy the content from. */
  readonly source?: Input<string> | undefined;
}

/** A file with sensitive content. */
export class SensitiveFile extends Resource {
  static readonly tfResourceType: string = 'local_sensitive_file';

  constructor(scope: Construct, id: string, config: SensitiveFileConfig) {
    super(scope, id, blockOptions(PROVIDER, 'local_sensitive_file', SENSITIVE_FILE_FIELDS, config));
  }

  /**
   * The content, as UTF-8 text.
   * Sensitive: it is never shown.
   */
  get content(): Ref<string> {
    return this.attribute('content');
  }

  /**
   * The content, base64-encoded.
   * Sensitive: it is never shown.
   */
  get contentBase64(): Ref<string> {
    return this.attribute('contentBase64');
  }

  /** SHA-256 of the content, base64. */
  get contentBase64sha256(): Ref<string> {
    return this.attribute('contentBase64sha256');
  }

  /** SHA-512 of the content, base64. */
  get contentBase64sha512(): Ref<string> {
    return this.attribute('contentBase64sha512');
  }

  /** MD5 of the content, hex. */
  get contentMd5(): Ref<string> {
    return this.attribute('contentMd5');
  }

  /** SHA-1 of the content, hex. */
  get contentSha1(): Ref<string> {
    return this.attribute('contentSha1');
  }

  /** SHA-256 of the content, hex. */
  get contentSha256(): Ref<string> {
    return this.attribute('contentSha256');
  }

  /** SHA-512 of the content, hex. */
  get contentSha512(): Ref<string> {
    return this.attribute('contentSha512');
  }

  /** Permissions of created directories, octal, before the umask. */
  get directoryPermission(): Ref<string> {
    return this.attribute('directoryPermission');
  }

  /** Permissions of the file, octal, before the umask. */
  get filePermission(): Ref<string> {
    return this.attribute('filePermission');
  }

  /** Path of the file. Missing directories are created; an existing file is overwritten. */
  get filename(): Ref<string> {
    return this.attribute('filename');
  }

  /** SHA-1 of the content, hex. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Path of a file to copy the content from. */
  get source(): Ref<string> {
    return this.attribute('source');
  }
}

const DATA_FILE_FIELDS: Fields = {
  content: shape.computed('content', 'string'),
  contentBase64: shape.computed('content_base64', 'string'),
  contentBase64sha256: shape.computed('content_base64sha256', 'string'),
  contentBase64sha512: shape.computed('content_base64sha512', 'string'),
  contentMd5: shape.computed('content_md5', 'string'),
  contentSha1: shape.computed('content_sha1', 'string'),
  contentSha256: shape.computed('content_sha256', 'string'),
  contentSha512: shape.computed('content_sha512', 'string'),
  filename: shape.input('filename', 'string'),
  id: shape.computed('id', 'string'),
};

export interface DataFileConfig extends MetaArguments {
  readonly filename: Input<string>;
}

/** The content of a file. */
export class DataFile extends DataSource {
  static readonly tfResourceType: string = 'local_file';

  constructor(scope: Construct, id: string, config: DataFileConfig) {
    super(scope, id, blockOptions(PROVIDER, 'local_file', DATA_FILE_FIELDS, config));
  }

  get content(): Ref<string> {
    return this.attribute('content');
  }

  get contentBase64(): Ref<string> {
    return this.attribute('contentBase64');
  }

  /** SHA-256 of the content, base64. */
  get contentBase64sha256(): Ref<string> {
    return this.attribute('contentBase64sha256');
  }

  /** SHA-512 of the content, base64. */
  get contentBase64sha512(): Ref<string> {
    return this.attribute('contentBase64sha512');
  }

  /** MD5 of the content, hex. */
  get contentMd5(): Ref<string> {
    return this.attribute('contentMd5');
  }

  /** SHA-1 of the content, hex. */
  get contentSha1(): Ref<string> {
    return this.attribute('contentSha1');
  }

  /** SHA-256 of the content, hex. */
  get contentSha256(): Ref<string> {
    return this.attribute('contentSha256');
  }

  /** SHA-512 of the content, hex. */
  get contentSha512(): Ref<string> {
    return this.attribute('contentSha512');
  }

  get filename(): Ref<string> {
    return this.attribute('filename');
  }

  /** SHA-1 of the content, hex. */
  get id(): Ref<string> {
    return this.attribute('id');
  }
}

const DATA_SENSITIVE_FILE_FIELDS: Fields = {
  content: shape.computed('content', 'string'),
  contentBase64: shape.computed('content_base64', 'string'),
  contentBase64sha256: shape.computed('content_base64sha256', 'string'),
  contentBase64sha512: shape.computed('content_base64sha512', 'string'),
  contentMd5: shape.computed('content_md5', 'string'),
  contentSha1: shape.computed('content_sha1', 'string'),
  contentSha256: shape.computed('content_sha256', 'string'),
  contentSha512: shape.computed('content_sha512', 'string'),
  filename: shape.input('filename', 'string'),
  id: shape.computed('id', 'string'),
};

export interface DataSensitiveFileConfig extends MetaArguments {
  readonly filename: Input<string>;
}

/** The content of a file, sensitive. */
export class DataSensitiveFile extends DataSource {
  static readonly tfResourceType: string = 'local_sensitive_file';

  constructor(scope: Construct, id: string, config: DataSensitiveFileConfig) {
    super(scope, id, blockOptions(PROVIDER, 'local_sensitive_file', DATA_SENSITIVE_FILE_FIELDS, config));
  }

  /** Sensitive: it is never shown. */
  get content(): Ref<string> {
    return this.attribute('content');
  }

  /** Sensitive: it is never shown. */
  get contentBase64(): Ref<string> {
    return this.attribute('contentBase64');
  }

  /** SHA-256 of the content, base64. */
  get contentBase64sha256(): Ref<string> {
    return this.attribute('contentBase64sha256');
  }

  /** SHA-512 of the content, base64. */
  get contentBase64sha512(): Ref<string> {
    return this.attribute('contentBase64sha512');
  }

  /** MD5 of the content, hex. */
  get contentMd5(): Ref<string> {
    return this.attribute('contentMd5');
  }

  /** SHA-1 of the content, hex. */
  get contentSha1(): Ref<string> {
    return this.attribute('contentSha1');
  }

  /** SHA-256 of the content, hex. */
  get contentSha256(): Ref<string> {
    return this.attribute('contentSha256');
  }

  /** SHA-512 of the content, hex. */
  get contentSha512(): Ref<string> {
    return this.attribute('contentSha512');
  }

  get filename(): Ref<string> {
    return this.attribute('filename');
  }

  /** SHA-1 of the content, hex. */
  get id(): Ref<string> {
    return this.attribute('id');
  }
}
