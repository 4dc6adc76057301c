/// A series of a dashboard, declared before its first sample.
package struct MetricSeries: Sendable, Hashable {
    /// Number of the series within the file; samples refer to it.
    package let index: Int
    /// Name with labels as the file writes it.
    package let name: String
    /// Unit that the file states (cell suffix, header); `nil` when it does not.
    package let unit: Unit?
    /// Unit that is stated beside the file, for cells without one.
    package var declaredUnit: Unit?
    package let line: Int

    package init(index: Int, name: String, unit: Unit?, line: Int) {
        self.index = index
        self.name = name
        self.unit = unit
        self.line = line
    }
}

/// One point of a series. A missing value (empty cell, null, NaN) is a sample without a value: a gap, never zero.
package struct MetricSample: Sendable, Hashable {
    package let series: Int
    /// Milliseconds since the epoch.
    package let time: Int64
    /// `mantissa × 10^exponent` in `unit`; meaningless when `isMissing`.
    package let mantissa: Int64
    package let exponent: Int16
    /// Unit written in this very cell, else `nil`.
    package let unit: Unit?
    package let isMissing: Bool
    package let line: Int32

    package init(
        series: Int, time: Int64, mantissa: Int64, exponent: Int16, unit: Unit? = nil, isMissing: Bool = false,
        line: Int32
    ) {
        self.series = series
        self.time = time
        self.mantissa = mantissa
        self.exponent = exponent
        self.unit = unit
        self.isMissing = isMissing
        self.line = line
    }

    package var value: ExactDecimal { ExactDecimal(mantissa: Int128(mantissa), exponent: Int(exponent)) }
}
