import { expect } from "chai";
import {
  HIGHEST_CENTS,
  type Key,
  keyOfKeyboard,
  pressKey,
  pressPinKey,
} from "../../../wallet-web/shared/keypad.ts";

const press = (...keys: Key[]) => keys.reduce(pressKey, 0n);

describe("Keypad", () => {
  it("shifts each digit in from the right", () => {
    expect(press("1", "2", "5", "0")).to.equal(1_250n);
    expect(press("1", "00")).to.equal(100n);
    expect(press("0", "00", "5")).to.equal(5n);
  });

  it("takes the last digit away", () => {
    expect(press("1", "2", "5", "back")).to.equal(12n);
    expect(press("back")).to.equal(0n);
  });

  it("does nothing on a digit too many", () => {
    const full = press("9", "9", "9", "9", "9", "9");
    expect(full).to.equal(HIGHEST_CENTS);
    expect(pressKey(full, "0")).to.equal(full);
    expect(pressKey(10_000n, "00")).to.equal(10_000n);
  });

  it("knows the keys of a keyboard that it has too", () => {
    expect(keyOfKeyboard("7")).to.equal("7");
    expect(keyOfKeyboard("Backspace")).to.equal("back");
    for (const other of ["Enter", "a", ",", "F1", "00"]) {
      expect(keyOfKeyboard(other), other).to.equal(null);
    }
  });
});

describe("Keypad of a PIN", () => {
  it("takes digits up to its length, and takes the last one back", () => {
    expect(["1", "2", "3", "4", "5"].reduce((pin, key) => pressPinKey(pin, key, 4), "")).to.equal(
      "1234",
    );
    expect(pressPinKey("0012", "back", 4)).to.equal("001");
    expect(pressPinKey("", "back", 4)).to.equal("");
  });
});
