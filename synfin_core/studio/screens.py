"""The five screens: where each stands in the menu, its file in pages/, its address, and what it is for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One screen of the studio."""

    section: str
    file: str
    title: str
    icon: str
    purpose: str

    @property
    def address(self) -> str:
        """The last part of the screen's link."""
        return self.title.replace(" ", "_")


SCREENS = (
    Screen(
        "Create",
        "1_Generate.py",
        "Generate",
        ":material/play_circle:",
        "Make Indian payments with fraud in them: choose how many and how much, then look and download.",
    ),
    Screen(
        "Create",
        "2_Fraud_Patterns.py",
        "Fraud Patterns",
        ":material/fingerprint:",
        "Each kind of fraud as a story: who does what, when, and what a bank can see of it.",
    ),
    Screen(
        "Explore",
        "3_Analytics_Dashboard.py",
        "Analytics Dashboard",
        ":material/bar_chart:",
        "Volumes, amounts and fraud rates of the dataset in hand, by time, place, rail and kind of fraud.",
    ),
    Screen(
        "Explore",
        "4_Train_Model.py",
        "Train Model",
        ":material/model_training:",
        "Train a fraud model on the dataset in hand and see what it catches, in payments and rupees.",
    ),
    Screen(
        "Operate",
        "5_System_Health.py",
        "System Health",
        ":material/monitor_heart:",
        "Whether this installation is well: the library and its disk, jobs, the last errors, versions.",
    ),
)
GENERATE = f"pages/{SCREENS[0].file}"
TRAIN_MODEL = f"pages/{SCREENS[3].file}"
