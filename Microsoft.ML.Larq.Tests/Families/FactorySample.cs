using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>A public factory, called with arguments that may stand there, and another value for each.</summary>
/// <param name="make">The call itself: a static method, a method of a value, or a property.</param>
/// <param name="others">For each argument another value that may stand there too.</param>
internal sealed class FactorySample(Expression<Func<object>> make, params object?[] others)
{
    public MethodInfo Factory { get; } = make.Body switch
    {
        MethodCallExpression call => call.Method,
        MemberExpression { Member: PropertyInfo property } => property.GetMethod!,
        _ => throw new ArgumentException($"No call of a factory: {make.Body}."),
    };

    public string Name => NameOf(Factory);

    public ParameterInfo[] Parameters => Factory.GetParameters();

    public object?[] Arguments => make.Body is MethodCallExpression call ? [.. call.Arguments.Select(Value)] : [];

    public object Make() => Make(Arguments);

    public object Make(object?[] arguments) => Factory.Invoke(
        make.Body is MethodCallExpression { Object: { } receiver } ? Value(receiver) : null,
        BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    /// <summary>The value with another argument in one place, for each place.</summary>
    public IEnumerable<(ParameterInfo Parameter, object Value)> MakeOthers()
    {
        Assert.HasCount(Parameters.Length, others, $"{Name} wants another value for each parameter.");
        return Parameters.Select((parameter, i) => (parameter, Make(With(i, others[i]))));
    }

    /// <summary>The arguments with another in one place; a number stands for a constant schedule.</summary>
    public object?[] With(int place, object? other)
    {
        var arguments = Arguments;
        arguments[place] = Converted.To(Parameters[place].ParameterType, other);
        return arguments;
    }

    /// <summary>Type, name and parameters: <c>Optimize.Sgd(learningRate, momentum)</c>; a property has none.</summary>
    public static string NameOf(MethodInfo factory) => factory.IsSpecialName
        ? $"{factory.DeclaringType!.Name}.{factory.Name[4..]}"
        : $"{factory.DeclaringType!.Name}.{factory.Name}"
            + $"({string.Join(", ", factory.GetParameters().Select(parameter => parameter.Name))})";

    public override string ToString() => Name;

    private static object? Value(Expression expression) =>
        Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile()();
}
