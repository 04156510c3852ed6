/** The fields that identify a referenced object, and its kind. */
const NAMING = new Set(['id', 'type']);

interface Part {
  readonly name: string;
  readonly readOnly: boolean;
  readonly required: boolean;
}

/**
 * Whether a nested object refers to an object that exists elsewhere: only the service sets its members, but it requires
 * an ID. A client that sends such a reference has to identify the object.
 */
export const isReference = (members: readonly Part[]): boolean =>
  members.every(({ name, readOnly }) => readOnly || NAMING.has(name)) &&
  members.some(({ name, readOnly, required }) => name === 'id' && readOnly && required);

/** Members of a reference that are sent although they are marked as read-only. */
export const namesThing = (name: string): boolean => NAMING.has(name);

/** Members of a nested object, including those that identify a reference, which may be sent. */
export const withNaming = <P extends Part>(members: readonly P[]): readonly P[] =>
  isReference(members)
    ? members.map((member) => (member.required && namesThing(member.name) ? { ...member, readOnly: false } : member))
    : members;
