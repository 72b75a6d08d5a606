import type { Power } from "../../inventory/trust-grade.ts";
import type { PowerView } from "../../judgement/trust.ts";
import type { WildcardSet } from "../../policy/wildcard-set.ts";
import { matchesWildcard } from "../../policy/wildcards.ts";
import type { RoleDoors } from "./role-doors.ts";

/** A user or role, as far as it matters for which roles it may become. */
export type Caller = {
  arn: string;
  /** In a sentence: `user alice`. */
  label: string;
  /** Of a role; null: a user. */
  roleName: string | null;
  own: PowerView;
  /** Roles that its policies, and its boundary, let it assume. Null: its policies deny it. */
  assumable: readonly string[] | null;
  /** What the boundary of a role leaves of what trust policies give it: ARN patterns; null: all. Users' boundaries leave all of it. */
  withinBoundary: WildcardSet | null;
};

/** A role that somebody of its account may become. */
export type EnterableRole = { caller: Caller; doors: RoleDoors };

/** From most to least; what is unknown may be more than writing. */
const RANKED: readonly Power[] = ["admin", "escalation", "unknown", "write", "read", "none"];
const rankOf = ({ power }: PowerView): number => RANKED.indexOf(power);

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Roles over which somebody becomes another one; longer ways are not looked for. */
const MOST_STEPS = 8;
/** Steps that are looked at in an account whose roles become each other, and roles that are held against wildcards; no more are. */
const MOST_VISITS = 1_000_000;

type Entered = { role: EnterableRole; how: string };

/** Which power the principals of an account have by the roles that they may become. */
export class ReachedPower {
  readonly #named = new Map<string, EnterableRole[]>();
  readonly #sessions = new Map<string, EnterableRole[]>();
  readonly #byArn = new Map<string, EnterableRole>();
  #everybody: EnterableRole[] = [];
  #permitting: EnterableRole[] = [];
  /** What those roles are good for that are good for more than their own policies say, told to those who become them. */
  readonly #best = new Map<EnterableRole, PowerView>();
  readonly #byPattern = new Map<string, readonly EnterableRole[]>();
  readonly #most: number;
  #visitsLeft = MOST_VISITS;

  constructor(roles: readonly EnterableRole[]) {
    const inOrder = roles.toSorted(byArn);
    for (const role of inOrder) this.#add(role);
    this.#most = Math.min(...new Set(roles.map(({ caller }) => rankOf(caller.own))));
    this.#settle(inOrder);
  }

  /** Whether there is a role that may do more; of the others nothing has to be found out. */
  mayRaise(own: PowerView): boolean {
    return rankOf(own) > this.#most;
  }

  #add(role: EnterableRole): void {
    const { caller, doors } = role;
    for (const arn of doors.named) append(this.#named, arn, role);
    for (const name of doors.sessions) append(this.#sessions, name, role);
    if (doors.everybody) this.#everybody.push(role);
    if (!doors.permitted) return;
    this.#permitting.push(role);
    this.#byArn.set(caller.arn, role);
  }

  /** The mightiest first, so that the first that is found is the one to tell of. */
  #sort(): void {
    const rank = (role: EnterableRole): number => rankOf(this.#best.get(role) ?? role.caller.own);
    const byPower = (one: EnterableRole, other: EnterableRole): number => rank(one) - rank(other);
    this.#everybody = this.#everybody.toSorted(byPower);
    this.#permitting = this.#permitting.toSorted(byPower);
    this.#byPattern.clear();
  }

  #bestOf(role: EnterableRole): PowerView {
    return this.#best.get(role) ?? seenFromOutside(role.caller);
  }

  /** Brings the power of each role to that of the mightiest that it may become, step by step. */
  #settle(roles: readonly EnterableRole[]): void {
    const open = roles.filter(({ caller }) => this.mayRaise(caller.own));
    let risen = true;
    for (let step = 0; step < MOST_STEPS && risen; step++) {
      this.#sort();
      risen = false;
      for (const role of open) {
        const before = this.#best.get(role) ?? role.caller.own;
        const after = this.#mightiest(before, role.caller);
        if (after === before) continue;
        this.#best.set(role, after);
        risen = true;
      }
    }
    if (risen) this.#sort();
  }

  #mightiest(own: PowerView, caller: Caller): PowerView {
    let best = own;
    for (const { role, how } of this.#enteredBy(caller)) {
      if (rankOf(this.#best.get(role) ?? role.caller.own) >= rankOf(best)) continue;
      const reached = this.#bestOf(role);
      best = { power: reached.power, reason: `${how}. ${reached.reason}` };
    }
    return best;
  }

  /** What a principal may do by itself, or by a role that it may become. */
  of(caller: Caller): PowerView {
    return this.#mightiest(caller.own, caller);
  }

  /** Of a list of roles the first that is entered will do, as it is the mightiest. */
  *#enteredBy(caller: Caller): Generator<Entered> {
    if (caller.assumable === null) return;
    for (const role of this.#naming(caller)) {
      const how = `The trust policy of ${role.caller.label} names ${caller.label}, which is enough within one account`;
      if (isWithin(caller, role)) yield { role, how };
    }
    for (const role of this.#visited(this.#everybody)) {
      if (role.caller.arn === caller.arn || !role.doors.everybody?.covers(caller.arn) || !isWithin(caller, role))
        continue;
      yield { role, how: `The trust policy of ${role.caller.label} lets in everybody, ${caller.label} too` };
      break;
    }
    for (const pattern of caller.assumable) yield* this.#permitted(caller, pattern);
  }

  *#naming({ arn, roleName }: Caller): Generator<EnterableRole> {
    const bySession = roleName === null ? [] : (this.#sessions.get(roleName) ?? []);
    for (const role of [...(this.#named.get(arn) ?? []), ...bySession]) if (role.caller.arn !== arn) yield role;
  }

  *#permitted({ arn, label }: Caller, pattern: string): Generator<Entered> {
    for (const role of this.#visited(this.#matching(pattern))) {
      if (role.caller.arn === arn || !role.doors.permitted?.covers(arn)) continue;
      const how = `The policies of ${label} allow sts:AssumeRole on ${role.caller.label}, whose trust policy leaves it to the account`;
      yield { role, how };
      return;
    }
  }

  #matching(pattern: string): readonly EnterableRole[] {
    if (!/[*?]/.test(pattern)) return [this.#byArn.get(pattern) ?? []].flat();
    const known = this.#byPattern.get(pattern);
    if (known) return known;
    const found = [...this.#visited(this.#permitting)].filter(({ caller }) => matchesWildcard(pattern, caller.arn));
    this.#byPattern.set(pattern, found);
    return found;
  }

  *#visited(roles: readonly EnterableRole[]): Generator<EnterableRole> {
    for (const role of roles) {
      if (--this.#visitsLeft < 0) return;
      yield role;
    }
  }
}

/** What a role is good for, told to somebody else. */
const seenFromOutside = ({ label, own }: Caller): PowerView => ({
  power: own.power,
  reason: `Of ${label}, ${lowered(own.reason)}`,
});

const byArn = (one: EnterableRole, other: EnterableRole): number => (one.caller.arn < other.caller.arn ? -1 : 1);

/** Whether the boundary of a role leaves what a trust policy gives it. */
const isWithin = ({ withinBoundary }: Caller, { caller: { arn } }: EnterableRole): boolean =>
  withinBoundary === null || withinBoundary.covers(arn);

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
