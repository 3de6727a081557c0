// The contracts' enumerations and the terms of the tests' scheme.
export const Role = {
  none: 0,
  admin: 1,
  sponsor: 2,
  validator: 3,
  treasurer: 4,
  guardian: 5,
} as const;
export const Act = { funding: 0, admission: 1, ibanChange: 2 } as const;
export const Reason = {
  unspecified: 0,
  hardship: 2,
  lostDevice: 4,
  misuse: 6,
  dispute: 8,
  resolved: 10,
  malfunction: 11,
} as const;
/** The first number that is no reason. */
export const NO_REASON = 12;
export const BeneficiaryState = {
  none: 0,
  registered: 1,
  active: 2,
  frozen: 3,
  closed: 4,
} as const;
export const ShopState = { none: 0, admitted: 1, suspended: 2 } as const;
export const PayoutState = { none: 0, opened: 1, settled: 2, returned: 3 } as const;

export const DAY = 86_400;
export const BUDGET = 30_000n;
export const FUNDS = 200_000n;
export const DEBT_LIMIT = 5_000n;
export const NO_ID = `0x${"00".repeat(16)}` as const;
export const ZERO_ADDRESS = `0x${"00".repeat(20)}` as const;
export const ZERO_HASH = `0x${"00".repeat(32)}` as const;
/** So much that one person's signature is enough in every test that isn't about four eyes. */
export const SOLE_LIMITS = { funding: 10_000_000n, ibanChange: 1_000n, admissionsPerDay: 100 };
