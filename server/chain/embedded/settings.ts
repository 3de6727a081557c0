// What is fixed for ever about the embedded chain: changing it changes every block's hash, and every signature's domain.

export const EMBEDDED_CHAIN_ID = 31_337;

/** Time of the first block. */
export const GENESIS_TIME = "2024-01-01T00:00:00Z";
