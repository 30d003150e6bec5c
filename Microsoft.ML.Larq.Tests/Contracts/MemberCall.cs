using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>Calls a member by reflection; spans are passed as arrays, and come back so.</summary>
internal sealed class MemberCall
{
    private readonly MethodBase _member;
    private readonly Func<object?, object?[], object?>? _compiled;

    public MemberCall(MethodBase member)
    {
        _member = member;
        if (member.GetParameters().Any(parameter => IsSpan(parameter.ParameterType))
            || (member is MethodInfo method && IsSpan(method.ReturnType)))
        {
            _compiled = Compile(member);
        }
    }

    public static bool IsSpan(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(Span<>)
            || type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>));

    /// <summary>What the member gives, a task's result once it is there, or what it throws.</summary>
    public (object? Result, Exception? Error) Invoke(object? receiver, object?[] arguments)
    {
        try
        {
            var result = _compiled is not null
                ? _compiled(receiver, arguments)
                : _member is ConstructorInfo constructor
                    ? constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null)
                    : _member.Invoke(receiver, BindingFlags.DoNotWrapExceptions, null, arguments, null);
            if (result is Task task) task.GetAwaiter().GetResult();
            return (result, null);
        }
        catch (Exception error)
        {
            return (null, error);
        }
    }

    private static Func<object?, object?[], object?> Compile(MethodBase member)
    {
        var receiver = Expression.Parameter(typeof(object));
        var values = Expression.Parameter(typeof(object[]));
        var arguments = member.GetParameters().Select(Expression (parameter, index) =>
        {
            var value = Expression.ArrayIndex(values, Expression.Constant(index));
            var type = parameter.ParameterType;
            if (!IsSpan(type)) return Expression.Convert(value, type);
            var array = type.GetGenericArguments()[0].MakeArrayType();
            return Expression.New(type.GetConstructor([array])!, Expression.Convert(value, array));
        }).ToArray();
        Expression call = member switch
        {
            ConstructorInfo constructor => Expression.New(constructor, arguments),
            MethodInfo { IsStatic: true } method => Expression.Call(method, arguments),
            MethodInfo method => Expression.Call(
                Expression.Convert(receiver, method.DeclaringType!), method, arguments),
            _ => throw new NotSupportedException(member.Name),
        };
        if (IsSpan(call.Type)) call = Expression.Call(call, "ToArray", null);
        call = call.Type == typeof(void)
            ? Expression.Block(call, Expression.Constant(null))
            : Expression.Convert(call, typeof(object));
        return Expression.Lambda<Func<object?, object?[], object?>>(call, receiver, values).Compile();
    }

    /// <summary>What stands for a struct that nobody made.</summary>
    public static object DefaultOf(Type type) => RuntimeHelpers.GetUninitializedObject(type);
}
