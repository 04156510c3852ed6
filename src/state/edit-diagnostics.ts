import { errorDiagnostic, type Diagnostic, type DiagnosticError } from '../model/index.js';
import { failure } from './diagnostics.js';

export function invalidAddress(text: string): DiagnosticError {
  return failure(
    errorDiagnostic('invalid-address', `"${text}" is not an address`, {
      detail:
        'Addresses look like terraform_data.a, terraform_data.a[0], terraform_data.a["key"], data.acloud_cloud_account.b, module.m.terraform_data.a or module.m.',
    }),
  );
}

export function noSuchAddress(address: string, near: readonly string[]): DiagnosticError {
  return failure(
    errorDiagnostic('unknown-state-address', `There is no ${address} in state`, {
      address,
      detail: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : '`landform state list` shows all addresses.',
    }),
  );
}

export function taintOfData(address: string): DiagnosticError {
  return failure(
    errorDiagnostic('taint-of-data', `${address} is a data source, which cannot be tainted`, {
      address,
      detail: 'It is read again by every plan.',
    }),
  );
}

export function noCurrentObject(address: string): DiagnosticError {
  return failure(
    errorDiagnostic('no-current-object', `${address} has no current object to taint`, {
      address,
      detail: 'It only has deposed objects, which the next apply destroys.',
    }),
  );
}

export function notTainted(address: string): DiagnosticError {
  return failure(
    errorDiagnostic('not-tainted', `${address} is not tainted`, {
      address,
      detail: 'Nothing was changed.',
    }),
  );
}

export function noDeposed(address: string, key: string, keys: readonly string[]): DiagnosticError {
  return failure(
    errorDiagnostic('unknown-deposed', `${address} has no deposed object ${key}`, {
      address,
      detail: keys.length > 0 ? `Its deposed objects are: ${keys.join(', ')}.` : 'It has no deposed objects.',
    }),
  );
}

export function moveBetweenKinds(from: string, to: string): DiagnosticError {
  return failure(
    errorDiagnostic('move-between-kinds', `${from} cannot become ${to}`, {
      address: from,
      detail: 'A module can only move to a module address, a resource to a resource address.',
    }),
  );
}

export function moveBetweenTypes(from: string, to: string): DiagnosticError {
  return failure(
    errorDiagnostic('move-between-types', `${from} cannot become ${to}: the types differ`, {
      address: from,
      detail:
        'The attributes of the two types are incompatible. Remove the object from state and import it under the new address.',
    }),
  );
}

export function moveOntoOther(from: string, to: string): DiagnosticError {
  return failure(
    errorDiagnostic('move-target-exists', `${from} cannot become ${to}: that address is already in state`, {
      address: to,
      detail: `Move or remove ${to} first.`,
    }),
  );
}

export function otherProvider(from: string, provider: string, to: string, other: string): DiagnosticError {
  return failure(
    errorDiagnostic('move-other-provider', `${from} cannot join ${to}: their providers differ`, {
      address: from,
      detail: `${from} belongs to ${provider}, ${to} to ${other}. All instances of a resource have one provider; use \`landform state replace-provider\` first.`,
    }),
  );
}

export function noObjectOf(provider: string, known: readonly string[]): DiagnosticError {
  const sources = [...new Set(known)].sort();
  return failure(
    errorDiagnostic('no-object-of-provider', `No object in state belongs to the provider ${provider}`, {
      detail: `Its objects belong to ${sources.length > 0 ? sources.join(', ') : 'none: it is empty'}.`,
    }),
  );
}

export function contradictingEdits(edit: string, earlier: string): DiagnosticError {
  return failure(
    errorDiagnostic('contradicting-edits', `This plan cannot ${edit}: it already is to ${earlier}`, {
      detail:
        'Its changes are made in order. Name objects as they are called after those before, or begin a new plan: leave out --append.',
    }),
  );
}

export function pushBesideOthers(): DiagnosticError {
  return failure(
    errorDiagnostic(
      'contradicting-edits',
      '"state push" replaces the whole state, with all other changes of this plan',
      {
        detail: 'Save it as a plan of its own: leave out --append.',
      },
    ),
  );
}

interface Origin {
  readonly lineage: string;
  readonly serial: number;
}

export function pushForeign(current: Origin, incoming: Origin): Diagnostic {
  return errorDiagnostic('foreign-lineage', 'The two states have different origins', {
    detail:
      `The state here has the lineage ${current.lineage}, the new one ${incoming.lineage === '' ? 'none' : incoming.lineage}. ` +
      'They most likely describe different objects. Use -force only if you know that the new state is correct.',
  });
}

export function pushOlder(current: Origin, incoming: Origin): Diagnostic {
  return errorDiagnostic('older-serial', `The new state is older: serial ${incoming.serial} after ${current.serial}`, {
    detail:
      'The state has changed since that copy was made. Pull the state, repeat your change and push it, or use -force to discard the other changes.',
  });
}

export function pushOther(current: Origin): Diagnostic {
  return errorDiagnostic('same-serial', `The two states differ and have the same serial ${current.serial}`, {
    detail:
      'They were changed independently. Increase the serial of the new state if you are sure that it is correct, or use -force.',
  });
}
