import { bodyOf } from '../asked.js';
import type { Entry } from '../collection.js';
import { isRecord } from '../description.js';
import { bytes } from '../shape.js';
import { ofManager } from './domain.js';
import type { Domain } from './domain.js';
import { collectionOf, fingerprint } from './entries.js';
import { listed, shown } from './list.js';
import { noContent, ok, Refused } from './refusal.js';

/** The content of a license. */
interface LicenseTerms {
  readonly customer_id: string | null;
  readonly expiration_date: string | null;
  readonly license_edition: string;
  readonly trial: boolean;
  readonly cloudify_version: string | null;
  readonly capabilities: readonly string[] | null;
}

/** Only a fingerprint of its text is stored. */
interface LicenseEntry extends Entry, LicenseTerms {
  readonly fingerprint: string;
}

interface LdapEntry extends Entry {
  readonly settings: Readonly<Record<string, unknown>>;
}

const licenses = collectionOf<LicenseEntry>('licenses');
const ldap = collectionOf<LdapEntry>('ldap');

/** There is at most one, with this identity. */
const ONLY = 'the';

const FIELDS: readonly string[] = [
  'customer_id',
  'expiration_date',
  'license_edition',
  'trial',
  'cloudify_version',
  'capabilities',
  'expired',
];

export const licenseDomain: Domain = {
  operations: {
    listLicenses: ofManager('license_list', (ask) =>
      listed(ask, { items: licenses(ask.store).all(), show: (entry) => show(entry, ask.now), fields: FIELDS }),
    ),
    uploadLicense: ofManager('license_upload', (ask) => {
      const text = Buffer.from(bodyOf(ask, bytes)).toString('utf8');
      const made = { identity: ONLY, fingerprint: fingerprint(text), ...read(text) };
      licenses(ask.store).put(made);
      return shown(ask, show(made, ask.now), FIELDS);
    }),
    deleteLicense: ofManager('license_remove', (ask) => {
      if (licenses(ask.store).remove(ONLY) === undefined) throw new Refused(404, 'No license was found');
      return noContent;
    }),
    setLdap: ofManager('ldap_set', (ask) => {
      const { ldap_password: password, ...settings } = bodyOf(ask, isRecord);
      const kept =
        typeof password === 'string' ? { ...settings, passwordFingerprint: fingerprint(password) } : settings;
      ldap(ask.store).put({ identity: ONLY, settings: kept });
      return ok({
        ldap_server: settings['ldap_server'],
        ldap_username: settings['ldap_username'] ?? '',
        ldap_domain: settings['ldap_domain'] ?? '',
        ldap_is_active_directory: settings['ldap_is_active_directory'] ?? false,
        ldap_dn_extra: settings['ldap_dn_extra'] ?? '',
      });
    }),
  },
  kinds: {
    licenses: {
      complete: (values) => ({ ...read('customer_id: elsewhere'), fingerprint: '', ...values, identity: ONLY }),
    },
    ldap: { complete: (settings) => ({ identity: ONLY, settings }) },
  },
};

/** A license is a text with one `name: value` per line. */
function read(text: string): LicenseTerms {
  const lines = new Map([...text.matchAll(/^\s*(\w+)\s*:\s*(\S.*?)\s*$/gm)].map(([, name, value]) => [name, value]));
  const customer = lines.get('customer_id');
  if (customer === undefined) throw new Refused(400, 'This is not a license');
  return {
    customer_id: customer,
    expiration_date: lines.get('expiration_date') ?? null,
    license_edition: lines.get('license_edition') ?? 'Premium',
    trial: lines.get('trial') === 'true',
    cloudify_version: lines.get('cloudify_version') ?? null,
    capabilities:
      lines
        .get('capabilities')
        ?.split(/[\s,[\]]+/)
        .filter((word) => word !== '') ?? null,
  };
}

function show(entry: LicenseEntry, now: Date): Readonly<Record<string, unknown>> {
  const { identity: _, fingerprint: __, ...told } = entry;
  const end = entry.expiration_date === null ? Number.NaN : Date.parse(entry.expiration_date);
  return { ...told, expired: end < now.getTime() };
}
