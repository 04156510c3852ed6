import { either, list, record, text } from '../shape.js';
import type { Shaped } from '../shape.js';
import { collectionOf } from './entries.js';
import type { OwnedEntry } from './entries.js';

/** A plugin's own file has a list of values for each label; a request may have a string. */
export const isTags = record(either(text, list(text)));
export type Tags = Shaped<typeof isTags> | null;

/** The stored form of a plugin. */
export interface PluginEntry extends OwnedEntry {
  readonly id: string;
  readonly title: string | null;
  readonly labels: Tags;
  readonly blueprint_labels: Tags;
  readonly resource_tags: Tags;
  readonly archive_name: string;
  readonly package_name: string;
  readonly package_version: string;
  readonly package_source: string | null;
  readonly distribution: string | null;
  readonly distribution_release: string | null;
  readonly distribution_version: string | null;
  readonly supported_platform: string;
  readonly supported_py_versions: readonly string[];
  readonly wheels: readonly string[];
  readonly excluded_wheels: readonly string[];
  readonly installation_state: readonly unknown[];
  readonly uploaded_at: string;
  /** The package in base64; null if it is at an address. */
  readonly archive?: string;
}

export interface PluginsUpdateEntry extends OwnedEntry {
  readonly id: string;
  readonly state: string;
  readonly blueprint_id: string;
  readonly temp_blueprint_id: string | null;
  readonly execution_id: string | null;
  readonly deployments_to_update: readonly string[];
  readonly forced: boolean;
}

export const plugins = collectionOf<PluginEntry>('plugins');
export const pluginsUpdates = collectionOf<PluginsUpdateEntry>('pluginsUpdates');
