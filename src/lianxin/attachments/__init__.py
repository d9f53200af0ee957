"""Files people attach: photos and voice clips, taken apart and made anew before anybody else opens them."""
