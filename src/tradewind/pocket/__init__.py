"""pocket"""
