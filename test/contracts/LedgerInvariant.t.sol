// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {ISchemes} from "../../contracts/interfaces/ISchemes.sol";
import {KindpakketLedger} from "../../contracts/KindpakketLedger.sol";
import {PayoutState} from "../../contracts/libraries/LedgerTypes.sol";
import {LedgerActors} from "./helpers/LedgerActors.sol";
import {LedgerTown} from "./helpers/LedgerTown.sol";

/// @notice What stays true whatever families, shops and staff do, in any order.
contract LedgerInvariantTest {
    LedgerActors private _actors;
    LedgerTown private _town;
    KindpakketLedger private _ledger;

    function setUp() external {
        _actors = new LedgerActors(180_000);
        _town = _actors.town();
        _ledger = _town.ledger();
    }

    /// @dev The runner asks whom to let act.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_actors);
    }

    /// @notice The actors get somewhere: an invariant of a town in which every act is refused would prove nothing.
    function testActorsGetSomewhere() external {
        _actors.pay(0, 0, 11_000);
        _actors.payOpen(1, 0, 9_000, 8_000);
        require(_actors.paid() == 19_000, "nothing was paid");
        _actors.openPayout(0, 19_000);
        _actors.settlePayout(0);
        require(_actors.settled() == 19_000, "nothing was settled");
        _actors.refund(0, 0, 3_000);
        _actors.bookRepayment(0, 1_000);
        require(_actors.givenBack() == 3_000 && _actors.repaid() == 1_000, "nothing came back");
        _actors.relink(0, 255);
        _actors.payOpen(0, 1, 500, 500);
        _actors.reverse(0, 1, 500);
        require(_actors.paid() == 19_500, "the new phone can't pay");
        require(_actors.givenBack() == 3_500, "nothing was reversed");
        _actors.pay(2, 0, 5_000);
        _actors.openPayout(0, 3_000);
        _actors.settlePayout(1);
        _actors.returnPayout(0);
        require(_actors.settled() == 3_000, "nothing was returned");
        _actors.pass(0, 0);
        for (uint256 i = 0; i < 4; ++i) _actors.expire(i);
        _actors.withdraw(60_000);
        require(_actors.withdrawn() == 60_000, "nothing was withdrawn");
        require(!_actors.broken(), _actors.problem());
    }

    function invariantEveryCentIsInOnePlace() external view {
        ISchemes.Conservation memory view_ = _view();
        require(view_.holds, "the view says that it doesn't hold");
        int256 sum = int256(uint256(view_.unallocated)) +
            int256(uint256(view_.outstanding)) +
            view_.owed +
            int256(uint256(view_.inPayout)) +
            int256(uint256(view_.paidOut)) +
            int256(uint256(view_.withdrawn));
        require(sum == int256(uint256(view_.funded)), "the parts don't add up");
        require(view_.funded == _actors.funded(), "another sum was funded");
        require(view_.withdrawn == _actors.withdrawn(), "another sum was withdrawn");
    }

    function invariantBalancesAddUpAndNoneExceedsWhatWasGranted() external view {
        uint256 outstanding;
        uint256 spent;
        for (uint256 i = 1; i <= _town.beneficiaries(); ++i) {
            (, , uint48 granted, uint48 balance, , ) = _ledger.beneficiaryOf(_town.beneficiaryId(i));
            require(balance <= granted, "a balance above what was granted");
            outstanding += balance;
            spent += granted - balance;
        }
        require(outstanding == _view().outstanding, "balances don't add up");
        require(spent == _actors.paid() - _actors.givenBack(), "another sum was spent");
    }

    function invariantShopsAddUpAndDebtsStayAtTheBank() external view {
        int256 owed;
        uint256 inPayout;
        uint256 debts;
        for (uint256 i = 1; i <= _town.shops(); ++i) {
            (, int56 shopOwed, uint48 shopInPayout, , , ) = _ledger.shopAccountOf(
                _town.SCHEME(),
                _town.shopId(i)
            );
            owed += shopOwed;
            inPayout += shopInPayout;
            if (shopOwed < 0) debts += uint256(-int256(shopOwed));
            require(shopOwed >= -int256(uint256(_town.DEBT_LIMIT())), "a debt above the limit");
        }
        ISchemes.Conservation memory view_ = _view();
        require(owed == view_.owed, "what shops are owed doesn't add up");
        require(inPayout == view_.inPayout, "payouts under way don't add up");
        uint256 withdrawable = view_.unallocated > debts ? view_.unallocated - debts : 0;
        require(withdrawable == _ledger.withdrawableOf(_town.SCHEME()), "debts could be withdrawn");
    }

    function invariantAPayoutIsSettledOnce() external view {
        uint256 inPayout;
        uint256 settled;
        for (uint256 i = 0; i < _actors.payoutCount(); ++i) {
            bytes16 payoutId = _actors.payouts(i);
            (, , uint48 amount, PayoutState state) = _ledger.payoutOf(payoutId);
            require(_actors.timesSettled(payoutId) <= 1, "settled twice");
            if (state == PayoutState.Opened) inPayout += amount;
            if (state == PayoutState.Settled) settled += amount;
        }
        ISchemes.Conservation memory view_ = _view();
        require(inPayout == view_.inPayout, "open payouts don't add up");
        require(settled == _actors.settled(), "settled payouts don't add up");
        require(settled - _actors.repaid() == view_.paidOut, "what was paid out doesn't add up");
    }

    function invariantNobodySawAnythingWrong() external view {
        require(!_actors.broken(), _actors.problem());
    }

    function _view() private view returns (ISchemes.Conservation memory) {
        return _ledger.conservationOf(_town.SCHEME());
    }
}
