/** What says which thing an object in another one means, and of what kind that is. */
const NAMING = new Set(['id', 'type']);

interface Part {
  readonly name: string;
  readonly readOnly: boolean;
  readonly required: boolean;
}

/**
 * Whether an object in another one names a thing that is elsewhere: only the service gives its members, yet it has an ID that is
 * demanded. Who sends such an object has to say which thing it means.
 */
export const isReference = (members: readonly Part[]): boolean =>
  members.every(({ name, readOnly }) => readOnly || NAMING.has(name)) &&
  members.some(({ name, readOnly, required }) => name === 'id' && readOnly && required);

/** Members of a reference that are sent although they are marked as read-only. */
export const namesThing = (name: string): boolean => NAMING.has(name);

/** Members of an object in another one, with what a reference is named by among what may be sent. */
export const withNaming = <P extends Part>(members: readonly P[]): readonly P[] =>
  isReference(members)
    ? members.map((member) => (member.required && namesThing(member.name) ? { ...member, readOnly: false } : member))
    : members;
