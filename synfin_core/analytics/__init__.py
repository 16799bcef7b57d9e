"""What a dataset shows to somebody who asks: typologies as cards, cases as stories, trails, comparisons, networks."""
