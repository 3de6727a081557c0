// The one simulated chain of the contracts' tests. Its clock starts at a fixed moment, so that a run repeats.
import hre from "hardhat";

export const GENESIS = "2026-11-02T10:00:00Z";
const connection = await hre.network.create({ override: { initialDate: GENESIS } });
export const { ethers, networkHelpers } = connection;
export const { loadFixture, time } = networkHelpers;
