using System.Globalization;
using Microsoft.ML.Larq.Optimizers;

namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>Values as a parameter takes them.</summary>
internal static class Converted
{
    /// <summary>A number becomes one of the parameter's type, a constant schedule where that is asked for.</summary>
    public static object? To(Type type, object? value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null || type.IsInstanceOfType(value)) return value;
        if (type == typeof(Schedule))
            return Schedule.Constant(Convert.ToDouble(value, CultureInfo.InvariantCulture));
        return type.IsEnum && value is string name
            ? Enum.Parse(type, name)
            : Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
    }
}
