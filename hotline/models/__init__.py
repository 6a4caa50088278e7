from hotline.models.promises import Channel, Promise, PromiseAlarm, PromiseNotice

__all__ = ["Channel", "Promise", "PromiseAlarm", "PromiseNotice"]
