"""The questions asked of the warehouse; `tradewind.detectors.registry.ask` asks them and gives findings."""
