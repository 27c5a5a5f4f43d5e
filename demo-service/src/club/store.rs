//! The store: items that coins are redeemed for.

use super::milestones::Deed;
use super::{Club, MemberId, Paid};
use crate::error::Refusal;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    pub(crate) icon: &'static str,
    /// A colour family of the page's style sheet.
    pub(crate) hue: &'static str,
    pub(crate) price: u64,
    pub(crate) stock: u32,
}

impl Club {
    pub(crate) fn items(&self) -> &[Item] {
        &self.items
    }

    /// Redeems one item: all of it happens, or nothing.
    pub(crate) fn redeem(&mut self, member: MemberId, item: &str, now: u64) -> Result<(Item, Vec<Paid>), Refusal> {
        let item = self.items.iter_mut().find(|known| known.id == item).ok_or(Refusal::NotFound)?;
        let account = self.accounts.get_mut(member.0).ok_or(Refusal::NotFound)?;
        let stock = item.stock.checked_sub(1).ok_or(Refusal::SoldOut)?;
        if !account.spend(now, &format!("Redeemed: {}", item.name), item.price) {
            return Err(Refusal::TooPoor);
        }
        item.stock = stock;
        let times = account.redeemed.entry(item.id).or_default();
        *times = times.saturating_add(1);
        let item = item.clone();
        let paid = account.advance(Deed::Redemption, now);
        self.revision += 1;
        Ok((item, paid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stock(club: &Club, id: &str) -> u32 {
        club.items().iter().find(|item| item.id == id).unwrap().stock
    }

    #[test]
    fn what_cannot_be_paid_is_not_handed_out() {
        let mut club = Club::new(1, 0);
        let coins = club.account(MemberId(0)).unwrap().coins;
        let in_stock = stock(&club, "headset");
        assert!(matches!(club.redeem(MemberId(0), "headset", 0), Err(Refusal::TooPoor)));
        assert_eq!(club.account(MemberId(0)).unwrap().coins, coins);
        assert_eq!(stock(&club, "headset"), in_stock);
    }

    #[test]
    fn what_is_sold_out_costs_nothing() {
        let mut club = Club::new(1, 0);
        let coins = club.account(MemberId(0)).unwrap().coins;
        assert!(matches!(club.redeem(MemberId(0), "ferry-weekend", 0), Err(Refusal::SoldOut)));
        assert_eq!(club.account(MemberId(0)).unwrap().coins, coins);
    }
}
